/* Waits for a line, then passes a probe four times: (1, 4), (1, 8), (2, 16), (2, 32). */
#include <stdio.h>
#include <sys/sdt.h>

int main(void)
{
	int sizes[] = { 4, 8, 16, 32 };

	getchar();
	for (int i = 0; i < 4; i++)
		DTRACE_PROBE2(app, step__taken, i / 2 + 1, sizes[i]);
	return 0;
}
