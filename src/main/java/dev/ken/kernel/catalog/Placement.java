package dev.ken.kernel.catalog;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.btf.Access;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.Optional;

/// Looks up what readings name at one probe: fields must be there, and members of a kernel's structures get their
/// places. Empty for a reading that this kernel does not have: bit-fields, structures and arrays as a whole, and
/// everything behind pointers where the kernel's types are not known.
final class Placement {
    private static final String STRUCT = "struct ";

    private final Optional<Btf> types;
    private final ProbeFacts facts;

    Placement(Optional<Btf> types, ProbeFacts facts) {
        this.types = types;
        this.facts = facts;
    }

    /// A reading and the structure that it is, or points to.
    private record Base(Reading reading, boolean pointer, int structure) {}

    Optional<Reading> of(Reading reading) {
        return switch (reading) {
            case Reading.Arg(String field) -> facts.field(field).map(_ -> reading);
            case Reading.ArgElement(String field, var _) -> facts.field(field).map(_ -> reading);
            case Reading.Text(Reading of) -> of(of).map(Reading.Text::new);
            case Reading.Member member -> member(member).filter(Placement::isValue);
            case Reading.Placed _, Reading.Builtin _, Reading.Number _ -> Optional.of(reading);
            case Reading.Cast(String struct, Reading of) -> of(of).map(address -> new Reading.Cast(struct, address));
            case Reading.SignedLow(int bits, Reading of) -> of(of).map(low -> new Reading.SignedLow(bits, low));
            case Reading.HostOrder(int bits, Reading of) -> of(of).map(net -> new Reading.HostOrder(bits, net));
            case Reading.AddressText(Reading of) -> of(of).map(Reading.AddressText::new);
            case Reading.Joined(Reading of) -> of(of).map(Reading.Joined::new);
            case Reading.Binary(String operator, Reading left, Reading right) ->
                of(left).flatMap(a -> of(right).map(b -> new Reading.Binary(operator, a, b)));
        };
    }

    private static boolean isValue(Reading reading) {
        return !(reading instanceof Reading.Placed(var _, var _, var _, var _, FieldType.Opaque _));
    }

    private Optional<Reading> member(Reading.Member member) {
        return types.flatMap(btf -> base(member.of(), btf).flatMap(base -> placed(base, member.field(), btf)));
    }

    private static Optional<Reading> placed(Base base, String field, Btf btf) {
        return access(base, field, btf)
                .flatMap(access -> type(access.type(), btf)
                        .map(type ->
                                new Reading.Placed(base.reading(), field, base.pointer(), access.offsetBytes(), type)));
    }

    private static Optional<Access> access(Base base, String field, Btf btf) {
        return btf.access(base.structure(), field).filter(access -> !access.bitField());
    }

    private Optional<Base> base(Reading of, Btf btf) {
        return switch (of) {
            case Reading.Cast(String struct, Reading inner) ->
                of(inner)
                        .flatMap(address -> btf.find(Kind.STRUCT, struct)
                                .map(id -> new Base(new Reading.Cast(struct, address), true, id)));
            case Reading.Arg(String name) ->
                facts.field(name)
                        .map(ProbeFacts.SiteField::type)
                        .flatMap(type -> type instanceof FieldType.Pointer(String to) && to.startsWith(STRUCT)
                                ? btf.find(Kind.STRUCT, to.substring(STRUCT.length()))
                                : Optional.empty())
                        .map(id -> new Base(of, true, id));
            case Reading.Member(Reading inner, String field) ->
                base(inner, btf)
                        .flatMap(base -> access(base, field, btf)
                                .flatMap(access ->
                                        placed(base, field, btf).flatMap(reading -> behind(reading, access, btf))));
            default -> Optional.empty();
        };
    }

    private static Optional<Base> behind(Reading reading, Access access, Btf btf) {
        boolean pointer = access.pointer();
        int id = btf.strip(pointer ? btf.pointee(access.type()).orElse(0) : access.type());
        return btf.type(id) instanceof BtfType.Composite
                ? Optional.of(new Base(reading, pointer, id))
                : Optional.empty();
    }

    /// As front ends take it: texts are arrays of `char`.
    private static Optional<FieldType> type(int id, Btf btf) {
        return switch (btf.type(btf.strip(id))) {
            case BtfType.Int number -> Optional.of(new FieldType.Integer(number.sizeBytes(), number.signed()));
            case BtfType.Enum choice -> Optional.of(new FieldType.Integer(choice.sizeBytes(), choice.signed()));
            case BtfType.Pointer _ -> Optional.of(new FieldType.Pointer());
            case BtfType.Composite whole -> Optional.of(new FieldType.Opaque(whole.name()));
            case BtfType.Array array
            when btf.name(btf.strip(array.element())).equals("char") ->
                Optional.of(new FieldType.Text((int) Math.min(array.length(), Integer.MAX_VALUE)));
            case BtfType _ -> Optional.empty();
        };
    }
}
