package dev.ken.runtime;

/// Runs a program until it is killed; prints the process id of bpftrace when everything is attached.
final class RunForever {
    private RunForever() {}

    public static void main(String[] args) throws InterruptedException {
        Recorder events = new Recorder();
        Environment environment = new EnvironmentReader(System.getenv()).read();
        ProgramRun run = ProgramRun.start(
                environment,
                "tracepoint:syscalls:sys_enter_getppid /pid == 1/ { @ = count(); }",
                RunLimits.unlimited(),
                events);
        Live.until("attached", events::attached);
        System.out.println(run.pid().orElseThrow());
        run.await();
    }
}
