// Which encoding of Value is faster in an interpreter: NaN-boxing or self-tagged ints and floats?
//
// A register machine with computed goto runs the same bytecode over both encodings: an int loop (arithmetic, compare, branch), a
// float loop (multiply, add, subtract), a mixed one, and one that moves objects (type tests on pointers, field loads). Every
// operator tests its operands as the real interpreter does: both ints, else both floats, else a call that is not taken.
//
//     g++ -std=c++20 -O2 -fwrapv -fno-strict-aliasing value_encoding.cpp -o /tmp/ve && /tmp/ve
//
// Result and choice: docs/decisions/0001-value-encoding.md.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

using Value = uint64_t;
#define INL inline __attribute__((always_inline))
static uint64_t bits_of(double d) { uint64_t u; memcpy(&u, &d, 8); return u; }
static double float_of(uint64_t u) { double d; memcpy(&d, &u, 8); return d; }

struct Boxed { uint64_t shape; double value; };
struct Cell { uint64_t shape; Value field; };
static uint64_t box_shape, cell_shape;
__attribute__((noinline)) Value box(double d) { return (Value) new Boxed{(uint64_t)&box_shape, d}; }
__attribute__((noinline, cold)) Value slow(Value a, Value b) { fprintf(stderr, "slow path %lx %lx\n", a, b); exit(1); }

struct SelfTagged {                    // ints ...1 (63 bits), floats ...10 (rotated), pointers ...00
    static constexpr const char* name = "self-tagged";
    static INL bool both_int(Value a, Value b) { return a & b & 1; }
    static INL Value from_int(int64_t i) { return (uint64_t)i << 1 | 1; }
    static INL int64_t to_int(Value v) { return (int64_t)v >> 1; }
    static INL bool add(Value a, Value b, Value& r) { int64_t x; bool o = __builtin_add_overflow((int64_t)a, (int64_t)(b - 1), &x); r = (Value)x; return !o; }
    static INL bool sub(Value a, Value b, Value& r) { int64_t x; bool o = __builtin_sub_overflow((int64_t)a, (int64_t)(b - 1), &x); r = (Value)x; return !o; }
    static INL bool mul(Value a, Value b, Value& r) { int64_t x; bool o = __builtin_mul_overflow((int64_t)(a - 1), (int64_t)b >> 1, &x); r = (Value)x + 1; return !o; }
    static INL bool less(Value a, Value b) { return (int64_t)a < (int64_t)b; }
    static INL bool both_float(Value a, Value b) { return ((a ^ 2) & 3) == 0 && ((b ^ 2) & 3) == 0; }
    static INL double to_float(Value v) {
        if (__builtin_expect(v != 0x8000000000000002u, 1)) {
            uint64_t t = (2 - (v >> 63)) | (v & ~(uint64_t)3);
            return float_of(t >> 3 | t << 61);
        }
        return 0.0;
    }
    static INL Value from_float(double d) {
        uint64_t b = bits_of(d);
        if (__builtin_expect(b != 0x3000000000000000u && ((((b >> 60) & 7) - 3) & ~(uint64_t)1) == 0, 1)) return ((b << 3 | b >> 61) & ~(uint64_t)3) | 2;
        if (b == 0) return 0x8000000000000002u;
        return box(d);
    }
    static INL bool pointer(Value v) { return (v & 3) == 0; }
    static INL Cell* cell(Value v) { return (Cell*)v; }
    static INL Value from_cell(Cell* c) { return (Value)c; }
};

struct NanBox {                        // pointers as they are, ints 0xFFFE|48 bits, doubles with 2^49 added to their bits
    static constexpr const char* name = "NaN-boxed";
    static constexpr uint64_t INT = 0xFFFE000000000000u, OFFSET = uint64_t(1) << 49;
    static INL bool both_int(Value a, Value b) { return (a & b) >= INT; }
    static INL Value from_int(int64_t i) { return INT | ((uint64_t)i & 0xFFFFFFFFFFFFu); }
    static INL int64_t to_int(Value v) { return (int64_t)(v << 16) >> 16; }
    static INL bool fits(int64_t x, Value& r) { r = from_int(x); return to_int(r) == x; }
    static INL bool add(Value a, Value b, Value& r) { return fits(to_int(a) + to_int(b), r); }
    static INL bool sub(Value a, Value b, Value& r) { return fits(to_int(a) - to_int(b), r); }
    static INL bool mul(Value a, Value b, Value& r) { int64_t x; return !__builtin_mul_overflow(to_int(a), to_int(b), &x) && fits(x, r); }
    static INL bool less(Value a, Value b) { return (int64_t)(a << 16) < (int64_t)(b << 16); }
    static INL bool is_float(Value v) { return v - OFFSET < INT - OFFSET; }
    static INL bool both_float(Value a, Value b) { return is_float(a) && is_float(b); }
    static INL double to_float(Value v) { return float_of(v - OFFSET); }
    static INL Value from_float(double d) { return bits_of(d) + OFFSET; }
    static INL bool pointer(Value v) { return v < OFFSET; }
    static INL Cell* cell(Value v) { return (Cell*)v; }
    static INL Value from_cell(Cell* c) { return (Value)c; }
};

enum Op : uint8_t { ADD, SUB, MUL, LT_JUMP, GET, PUT, END };
struct Code { uint8_t op, d, a, b; int32_t target; };

template <class E> __attribute__((noinline)) void run(const Code* code, Value* r) {
    static void* const labels[] = {&&l_add, &&l_sub, &&l_mul, &&l_lt, &&l_get, &&l_put, &&l_end};
    const Code* pc = code;
#define NEXT goto *labels[pc->op]
#define ARITH(int_op, float_op)                                                          \
    {                                                                                    \
        Value x = r[pc->a], y = r[pc->b], z;                                             \
        if (__builtin_expect(E::both_int(x, y) && E::int_op(x, y, z), 1)) r[pc->d] = z; \
        else if (__builtin_expect(E::both_float(x, y), 1)) r[pc->d] = E::from_float(E::to_float(x) float_op E::to_float(y)); \
        else r[pc->d] = slow(x, y);                                                      \
        pc++;                                                                            \
        NEXT;                                                                            \
    }
    NEXT;
l_add: ARITH(add, +)
l_sub: ARITH(sub, -)
l_mul: ARITH(mul, *)
l_lt: {
    Value x = r[pc->a], y = r[pc->b];
    bool less;
    if (__builtin_expect(E::both_int(x, y), 1)) less = E::less(x, y);
    else if (E::both_float(x, y)) less = E::to_float(x) < E::to_float(y);
    else less = slow(x, y);
    pc = less ? code + pc->target : pc + 1;
    NEXT;
}
l_get: {
    Value x = r[pc->a];
    if (__builtin_expect(E::pointer(x) && E::cell(x)->shape == (uint64_t)&cell_shape, 1)) r[pc->d] = E::cell(x)->field;
    else r[pc->d] = slow(x, x);
    pc++;
    NEXT;
}
l_put: {
    Value x = r[pc->a];
    if (__builtin_expect(E::pointer(x) && E::cell(x)->shape == (uint64_t)&cell_shape, 1)) E::cell(x)->field = r[pc->d];
    else slow(x, x);
    pc++;
    NEXT;
}
l_end:;
}

template <class E> double time_of(const std::vector<Code>& code, std::vector<Value> registers) {
    auto start = std::chrono::steady_clock::now();
    run<E>(code.data(), registers.data());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}
template <class E> double measure(int program, int64_t n) {
    auto I = [](int64_t i) { return E::from_int(i); };
    auto F = [](double d) { return E::from_float(d); };
    Cell cell{(uint64_t)&cell_shape, I(1)};
    switch (program) {
        case 0:                        // s = s + i * k - m; i += 1 while i < n
            return time_of<E>({{MUL, 4, 0, 3, 0}, {ADD, 1, 1, 4, 0}, {SUB, 1, 1, 5, 0}, {ADD, 0, 0, 2, 0}, {LT_JUMP, 0, 0, 6, 0}, {END, 0, 0, 0, 0}},
                              {I(0), I(0), I(1), I(3), I(0), I(7), I(n)});
        case 1:                        // x = x * a + b; y = y - x * c; i += 1
            return time_of<E>({{MUL, 1, 1, 3, 0}, {ADD, 1, 1, 4, 0}, {MUL, 7, 1, 5, 0}, {SUB, 8, 8, 7, 0}, {ADD, 8, 8, 4, 0}, {ADD, 0, 0, 2, 0}, {LT_JUMP, 0, 0, 6, 0}, {END, 0, 0, 0, 0}},
                              {I(0), F(1.5), I(1), F(0.999), F(0.25), F(0.001), I(n), F(0), F(2.0)});
        case 2:                        // both kinds in turn
            return time_of<E>({{MUL, 1, 1, 3, 0}, {ADD, 7, 7, 2, 0}, {ADD, 1, 1, 4, 0}, {SUB, 7, 7, 8, 0}, {ADD, 0, 0, 2, 0}, {LT_JUMP, 0, 0, 6, 0}, {END, 0, 0, 0, 0}},
                              {I(0), F(1.5), I(1), F(0.999), F(0.25), F(0.001), I(n), I(5), I(2)});
        default:                       // o.f = o.f + 1
            return time_of<E>({{GET, 4, 3, 0, 0}, {ADD, 4, 4, 2, 0}, {PUT, 4, 3, 0, 0}, {ADD, 0, 0, 2, 0}, {LT_JUMP, 0, 0, 6, 0}, {END, 0, 0, 0, 0}},
                              {I(0), I(0), I(1), E::from_cell(&cell), I(0), I(0), I(n)});
    }
}
template <class E> void report(const char* const* names, double* best) {
    for (int p = 0; p < 4; p++) {
        best[p] = 1e9;
        for (int k = 0; k < 9; k++) best[p] = std::min(best[p], measure<E>(p, 5000000));
        printf("%-12s %-8s %6.2f ns an iteration\n", E::name, names[p], best[p] / 5000000 * 1e9);
    }
}
int main() {
    const char* names[] = {"int", "float", "mixed", "object"};
    double tagged[4], boxed[4];
    report<SelfTagged>(names, tagged);
    report<NanBox>(names, boxed);
    double product = 1;
    for (int p = 0; p < 4; p++) { printf("%-8s self-tagged / NaN-boxed = %.3f\n", names[p], tagged[p] / boxed[p]); product *= tagged[p] / boxed[p]; }
    printf("geometric mean of the four: %.3f\n", __builtin_sqrt(__builtin_sqrt(product)));
}
