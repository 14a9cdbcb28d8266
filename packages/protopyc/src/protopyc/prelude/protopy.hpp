// protopy.hpp: what every C++ unit emitted by protopyc includes.
//
// It fixes the memory layout of the dialect's types, the fast paths that must be in line (allocation, safepoint, lock,
// list/dict access, arithmetic helpers) and the names through which generated code, the frozen image (.S) and the
// runtime's own heap (protocore/heap.py, compiled) meet. Everything that need not be in line is written in the dialect.
//
//   object:      [ ShapeHead* | fields ... ]                       every heap object, 16-byte aligned
//   W_Object:    [ ShapeHead* | meta | fields ... ]                Python-visible
//   Array<T>:    [ ShapeHead* | length | T T T ... ]
//   Str:         [ ShapeHead* | meta | hash | length | data | inline characters, or the shared buffer's address ]
//   Bytes:       [ ShapeHead* | meta | hash | length | bytes ... ]
//   Instance:    [ ShapeHead* | meta | overflow (Array<Value>*) | inline Values up to the cell's end ]
//
// meta:  bits 0-7 lock (0 free, 1 held, 3 held and waited for) | 8-15 FLAG_* of protocore/object.py | 16-23 bytes per character
//        (Str) | 24 the Str's data is in a shared buffer | 32-39 lock depth | 40-63 lock owner (thread id)
//
// ABI: every compiled function is `R f(Ctx* cx, args...)`. A raise stores cx->pending and returns any R. A free cell or one not yet
// given out begins with a zero word or is not marked allocated: an object's first word is therefore stored before the
// next safepoint. Nothing here or in generated code may keep the only reference to an object outside the thread's
// stack, its registers, its context, the frozen section or the heap.
//
// For protopyc's C++ stage:
// - Every compiled function and every ClassInfo/ShapeHead it emits gets an assembler name, because the frozen image is
//   assembler text and cannot write C++ names: `R f(Ctx*, ...) PP_NAMED("a.b.f");` on the first declaration of ::a::b::f, `extern
//   ClassInfo info_C PP_NAMED("a.b.info_C");` likewise. The rule (image/ applies it to what program.py returns): drop `&` and the
//   leading `::`, write `.` for `::`. All hidden. Unique per program, so overloads and templates are not used for these.
// - protodialect.unsafe.export("name") on a dialect function: emit it extern "C" under exactly that name, and treat it as reachable
//   whenever its module is in the program. That is how protocore's heap replaces the weak stand-ins of prelude.cpp.
// - Allocation of a fixed-size object (pp_new) never fails. pp_array_new, pp_new_trailing, new_str, new_bytes and whatever may grow
//   (list.append, dict store ...) can raise MemoryError: test after them.
// - Names of the dialect that live in protodialect.types / protodialect.unsafe map to pp_NAME here unless said otherwise.
#pragma once
#define PP_NAMED(name) __asm__(name) __attribute__((visibility("hidden")))
#include <stdint.h>
#include <string.h>
#include <math.h>
#include <cstddef>
#include <type_traits>

#if defined(__SANITIZE_ADDRESS__) || defined(PP_ASAN)
#define PP_NO_SANITIZE __attribute__((no_sanitize("address", "undefined")))
#elif defined(__SANITIZE_THREAD__)
#define PP_NO_SANITIZE __attribute__((no_sanitize("thread")))
#else
#define PP_NO_SANITIZE
#endif
#define PP_INLINE inline __attribute__((always_inline))
#define PP_NOINLINE __attribute__((noinline))
#define PP_COLD __attribute__((noinline, cold))
#define PP_LIKELY(x) __builtin_expect(!!(x), 1)
#define PP_UNLIKELY(x) __builtin_expect(!!(x), 0)
// A word of an object that other threads may read without a lock: an acquiring load, a releasing store. Pointers, Values, items of
// arrays and the fields of @races are such words. x86's plain moves are no less; the thread sanitizer must be told. PP_FLAG is a number
// of a context that other threads write.
#ifdef PP_TSAN
template <class T> struct pp_word {
    T raw;
    PP_INLINE operator T() const { T x; __atomic_load(&raw, &x, __ATOMIC_ACQUIRE); return x; }
    template <class U> PP_INLINE explicit operator U() const { return (U)T(*this); }
    PP_INLINE T operator->() const { return *this; }
    PP_INLINE pp_word& operator=(T x) { __atomic_store(&raw, &x, __ATOMIC_RELEASE); return *this; }
    PP_INLINE pp_word& operator=(const pp_word& x) { return *this = T(x); }
};
#define PP_WORD(...) pp_word<__VA_ARGS__>
#define PP_FLAG pp_word<int64_t>
#else
#define PP_WORD(...) __VA_ARGS__
#define PP_FLAG volatile int64_t
#endif
#define PP_EXPORT extern "C" __attribute__((visibility("default")))

using Value = uint64_t;                // a Python value; 0 is EMPTY (protocore/value.py)
using Addr = int64_t;
using ValuePtr = PP_WORD(Value)*;
struct Ctx;
template <class R, class... A> using Function = R (*)(Ctx*, A...);
using NativeFn = Value (*)();          // untyped; called through pp_call_native

// --- classes ---------------------------------------------------------------------------------------------------------

enum PpKind : uint8_t {
    PP_FIXED = 0,                      // `traced` lists the words to follow
    PP_TRAILING_WORDS = 1,             // and `length` Values or pointers from trailing_offset
    PP_TRAILING_RAW = 2,               // and `length` items of item_size bytes that are not followed
    PP_INSTANCE = 3,                   // and every word from trailing_offset to the cell's end
    PP_STR = 4,                        // Str: follows the shared buffer if there is one
    PP_TRAILING_REGISTERS = 5,         // registers of a frame, which is the last word: the dead ones are emptied, the others followed
};

struct ClassInfo;
struct ShapeHead { PP_WORD(ShapeHead*) shape; ClassInfo* layout; };   // how every protocore.shape.Shape begins

struct ClassInfo {
    const char* name;
    uint32_t id_lo, id_hi;             // isinstance(x, C): C.id_lo <= x's id_lo < C.id_hi. 0 for the prelude's own classes
    uint32_t size;                     // bytes of the fixed part (what a PP_FIXED object occupies)
    PpKind kind;
    uint8_t item_size;                 // of trailing items
    uint16_t n_traced;
    const uint16_t* traced;            // byte offsets of followed words in the fixed part, the shape word not included
    uint32_t length_offset;            // byte offset of the int64 length; 0 if none
    uint32_t trailing_offset;          // where trailing items start; 0 if none
    uint32_t has_extra;                // 1: a user subclass's layout. Its attribute array is the last word of the cell.
    uint32_t reserved;
    void* const* vtable;
    ClassInfo* user_variant;           // the layout of user subclasses, has_extra set; null if not subclassable
};

struct Object { PP_WORD(ShapeHead*) shape; };
struct W_ObjectHead { PP_WORD(ShapeHead*) shape; int64_t meta; };

template <class T> struct Array {
    PP_WORD(ShapeHead*) shape;
    int64_t length;
    PP_WORD(T) items[];
};

struct Str {
    PP_WORD(ShapeHead*) shape;
    int64_t meta;
    int64_t hash;                      // 0: not yet computed
    int64_t length;                    // characters
    uint8_t* data;
    uint8_t inline_data[];             // or, with PP_STR_SHARED, the address of the Bytes that data points into
};

struct Bytes {
    PP_WORD(ShapeHead*) shape;
    int64_t meta;
    int64_t hash;
    int64_t length;
    uint8_t data[];
};

struct Instance {
    PP_WORD(ShapeHead*) shape;
    int64_t meta;
    PP_WORD(Array<Value>*) overflow;
    PP_WORD(Value) slots[];
};

struct pp_Exception {                  // the dialect's built-in exceptions; declared fields of subclasses follow
    ShapeHead* shape;
    Str* message;                      // what raise X("message") gave, or null
};

constexpr int64_t PP_STR_SHARED = int64_t(1) << 24;
constexpr int PP_KIND_SHIFT = 16;

// --- tuples ----------------------------------------------------------------------------------------------------------

template <class... T> struct Tuple;
template <class A> struct Tuple<A> { A f0; };
template <class A, class B> struct Tuple<A, B> { A f0; B f1; };
template <class A, class B, class C> struct Tuple<A, B, C> { A f0; B f1; C f2; };
template <class A, class B, class C, class D> struct Tuple<A, B, C, D> { A f0; B f1; C f2; D f3; };
template <class A, class B, class C, class D, class E> struct Tuple<A, B, C, D, E> { A f0; B f1; C f2; D f3; E f4; };
template <class A, class B, class C, class D, class E, class F> struct Tuple<A, B, C, D, E, F> {
    A f0; B f1; C f2; D f3; E f4; F f5;
};

// --- the context -----------------------------------------------------------------------------------------------------

constexpr int PP_CLASSES = 60;         // size classes; 1..32 are multiples of 16 bytes, then four a doubling up to 32 KiB
constexpr int64_t PP_SMALL_MAX = 512;  // largest size whose class is size / 16
constexpr int64_t PP_MEDIUM_MAX = 32768;

struct pp_Run { uint64_t next, limit; };   // free cells [next, limit) of one size class

// The class decorated @context_class is emitted as `struct X : Ctx { its fields }`; its ClassInfo is pp_context_info.
// Contexts are not in the heap. protocore/heap.py knows these offsets (CX_*): change both.
struct Ctx {
    ShapeHead* shape;                  //   0
    pp_Exception* pending;             //   8  the exception being raised, or null
    PP_FLAG poll;                      //  16  nonzero: somebody wants this thread's attention (POLL_* in protocore/threads.py)
    char* stack_limit;                 //  24  below this the C stack is nearly used up
    char* stack_base;                  //  32  highest address of the C stack
    char* stack_top;                   //  40  while not running: lowest live address
    ValuePtr reg_base;                 //  48  the interpreter's register stack: [reg_base, reg_top) are roots
    ValuePtr reg_top;                  //  56
    ValuePtr reg_limit;                //  64
    PP_FLAG state;                     //  72  0 running, 1 blocked or parked (protocore/threads.py)
    int64_t thread_id;                 //  80  small number, unique among live threads, never 0
    Ctx* next_context;                 //  88
    int64_t saved_errno;               //  96  errno() of the last C call
    uint64_t saved_regs[13];           // 104  callee-saved registers while not running; before a thread runs, its argument
    pp_Run runs[PP_CLASSES];           // 208
};

extern "C" {
extern bool pp_multithreaded;          // a second thread has ever been started
extern int64_t pp_stress;              // nonzero: PROTOPY_GC_STRESS
extern ClassInfo pp_info_str, pp_info_str_user, pp_info_bytes, pp_info_bytes_user;
extern ClassInfo pp_info_array_words, pp_info_array_registers, pp_info_array_raw1, pp_info_array_raw2, pp_info_array_raw4, pp_info_array_raw8;
extern ClassInfo pp_info_list, pp_info_dict, pp_info_set;
// Shapes of plain construction. pp_shape_str and pp_shape_bytes are defined by the image (aliases of the frozen shapes
// that set_instance_shape gave, or default ones); the others are in prelude.cpp.
extern ShapeHead pp_shape_str, pp_shape_bytes;
extern ShapeHead pp_head_array_words, pp_head_array_registers, pp_head_array_raw1, pp_head_array_raw2, pp_head_array_raw4, pp_head_array_raw8;
extern ShapeHead pp_head_list, pp_head_dict, pp_head_set;
extern char pp_frozen_start[], pp_frozen_end[];            // defined by the image
extern Str pp_empty_str;                                   // the interned ""; defined by the image
extern Bytes pp_empty_bytes;                               // b"", likewise

// Defined by protopyc for the built-in dialect exceptions, with ids inside Exception's range as for any class:
extern ClassInfo pp_info_Exception, pp_info_IndexError, pp_info_KeyError, pp_info_ValueError, pp_info_OverflowError,
    pp_info_ZeroDivisionError, pp_info_AssertionError, pp_info_RuntimeError, pp_info_MemoryError;
extern ShapeHead pp_head_Exception, pp_head_IndexError, pp_head_KeyError, pp_head_ValueError, pp_head_OverflowError,
    pp_head_ZeroDivisionError, pp_head_AssertionError, pp_head_RuntimeError, pp_head_MemoryError;
extern ClassInfo* const pp_context_info;                   // of the @context_class, or null
int64_t pp_entry(Ctx* cx);                                 // the program's entry point; its result is the exit status

// In prelude.cpp, or compiled from protocore by @export (prelude.cpp has weak stand-ins that never free):
void* pp_alloc_slow(Ctx* cx, int64_t size);                // a cell of at least `size` bytes, not zeroed; null: no memory
void pp_heap_start(Ctx* cx);
void pp_safepoint_slow(Ctx* cx);
void pp_enter_blocking(Ctx* cx);
void pp_leave_blocking(Ctx* cx);
void pp_lock_slow(Ctx* cx, Object* obj);
void pp_unlock_slow(Ctx* cx, Object* obj);
void pp_clear_dead_registers(Ctx* cx, Addr context, int64_t at_call);
void pp_clear_saved_registers(Ctx* cx, Addr registers, Addr frame);
int64_t pp_cell_size(Ctx* cx, Addr obj);                   // bytes of the heap cell that holds obj
int64_t pp_attach_thread(Ctx* cx);                         // a context for a thread that C made; 0: no memory
void pp_begin_attached(Ctx* cx);
void pp_end_attached(Ctx* cx);                             // this thread, which was attached, is it no longer
}
#ifdef PP_TSAN                         // the assembler's store would be invisible to the sanitizer
#define pp_enter_blocking(cx) (pp_spill(cx), __atomic_store_n((int64_t*)&(cx)->state, 1, __ATOMIC_SEQ_CST))
#endif

// --- panic, debug print ----------------------------------------------------------------------------------------------

[[noreturn]] PP_COLD void pp_panic(const char* message);
[[noreturn]] PP_COLD void pp_panic_index(int64_t index, int64_t length, const char* where);
#ifdef PP_DEBUG
#define PP_CHECK(cond, message) do { if (PP_UNLIKELY(!(cond))) pp_panic(message); } while (0)
#else
#define PP_CHECK(cond, message) do {} while (0)
#endif

PP_COLD void pp_print_str(Str* s);     // print(): parts, then pp_print_char(' ') or ('\n') as the caller likes
PP_COLD void pp_print_int(int64_t i);
PP_COLD void pp_print_float(double d);
PP_COLD void pp_print_bool(bool b);
PP_COLD void pp_print_char(char c);
PP_COLD void pp_print_none();
PP_COLD void pp_print_bytes(Bytes* b);

// --- exceptions ------------------------------------------------------------------------------------------------------

#define PP_PENDING(cx) PP_UNLIKELY((cx)->pending != nullptr)

PP_INLINE void pp_raise(Ctx* cx, void* exception) { cx->pending = (pp_Exception*)exception; }
PP_COLD void pp_raise_new(Ctx* cx, ShapeHead* shape, const char* ascii_message);
PP_COLD void pp_index_error(Ctx* cx);
PP_COLD void pp_pop_error(Ctx* cx);
PP_COLD void pp_key_error(Ctx* cx);
PP_COLD void pp_value_error(Ctx* cx, const char* message);
PP_COLD void pp_memory_error(Ctx* cx);
PP_COLD void pp_overflow_error(Ctx* cx, const char* message);
PP_COLD void pp_zero_division_error(Ctx* cx);
PP_COLD void pp_assertion_error(Ctx* cx, Str* message);

// --- allocation ------------------------------------------------------------------------------------------------------

PP_INLINE constexpr int pp_size_class(uint64_t size) {
    if (size <= uint64_t(PP_SMALL_MAX)) return int((size + 15) >> 4);
    int shift = 63 - __builtin_clzll(size - 1);            // size - 1 in [2^shift, 2^(shift+1)), shift >= 9
    return 33 + ((shift - 9) << 2) + int(((size - 1) >> (shift - 2)) & 3);
}
constexpr int64_t pp_class_size(int c) {                   // bytes of a cell of class c
    return c <= 32 ? int64_t(c) * 16 : (int64_t((c - 33) & 3) + 5) << (((c - 33) >> 2) + 7);
}

// Memory for an object of `size` bytes, not zeroed. Small sizes never give null (the process ends instead).
PP_INLINE void* pp_alloc_raw(Ctx* cx, uint64_t size) {
    if (PP_LIKELY(size <= uint64_t(PP_SMALL_MAX))) {
        uint64_t cell = (size + 15) & ~uint64_t(15);
        pp_Run* run = &cx->runs[cell >> 4];
        uint64_t p = run->next;
        if (PP_LIKELY(p + cell <= run->limit)) {
            run->next = p + cell;
            return (void*)p;
        }
    }
    return pp_alloc_slow(cx, int64_t(size));
}

// A zeroed object. For sizes known at compile time this is a few instructions.
PP_INLINE void* pp_alloc_object(Ctx* cx, ShapeHead* shape, uint64_t size) {
    void* p = pp_alloc_raw(cx, size);
    memset((char*)p + 8, 0, size - 8);
    *(ShapeHead**)p = shape;
    return p;
}
template <class C> PP_INLINE C* pp_new(Ctx* cx, ShapeHead* shape) {
    return (C*)pp_alloc_object(cx, shape, sizeof(C));
}

// A zeroed object whose layout the shape says (new_with_shape for types that user classes may extend).
PP_NOINLINE void* pp_new_with_shape(Ctx* cx, ShapeHead* shape);
// new_trailing: null and MemoryError if there is no memory or n is negative.
PP_NOINLINE void* pp_new_trailing(Ctx* cx, ShapeHead* shape, int64_t n);
PP_NOINLINE void* pp_clone(Ctx* cx, Object* x);
PP_INLINE Instance* pp_new_instance(Ctx* cx, ShapeHead* shape, int64_t n_inline) {
    uint64_t size = (sizeof(Instance) + uint64_t(n_inline) * 8 + 15) & ~uint64_t(15);   // the whole cell is scanned
    char* p = (char*)pp_alloc_raw(cx, size);
    if (PP_UNLIKELY(size > uint64_t(PP_SMALL_MAX))) size = uint64_t(pp_class_size(pp_size_class(size)));
    for (uint64_t i = 8; i < size; i += 8) *(uint64_t*)(p + i) = 0;
    *(ShapeHead**)p = shape;
    return (Instance*)p;
}
PP_INLINE ValuePtr pp_instance_slots(void* w) { return ((Instance*)w)->slots; }

PP_INLINE Array<Value>** pp_extra_slot(Ctx* cx, void* obj) {
    return (Array<Value>**)((char*)obj + pp_cell_size(cx, (Addr)obj) - 8);
}
PP_INLINE Array<Value>* pp_extra_slots(Ctx* cx, void* obj) {
    if (!((Object*)obj)->shape->layout->has_extra) return nullptr;
    return *pp_extra_slot(cx, obj);
}
PP_INLINE void pp_set_extra_slots(Ctx* cx, void* obj, Array<Value>* slots) {
    PP_CHECK(((Object*)obj)->shape->layout->has_extra, "set_extra_slots on an object without an attribute array");
    *pp_extra_slot(cx, obj) = slots;
}

// --- classes: isinstance, virtual calls -------------------------------------------------------------------------------

PP_INLINE bool pp_isinstance(const void* obj, const ClassInfo* c) {          // obj not null
    uint32_t id = ((const Object*)obj)->shape->layout->id_lo;
    return id - c->id_lo < c->id_hi - c->id_lo;
}
// The same with the range written out, so that it is constants in the code: protopyc knows the ids.
PP_INLINE bool pp_id_in(const void* obj, uint32_t lo, uint32_t hi) {
    return ((const Object*)obj)->shape->layout->id_lo - lo < hi - lo;
}
template <class F> PP_INLINE F pp_method(const void* obj, int slot) {        // pp_method<R(*)(Ctx*, C*, ...)>(obj, 3)(cx, obj, ...)
    return (F)((const Object*)obj)->shape->layout->vtable[slot];
}
PP_INLINE ShapeHead* pp_shape_of(const void* obj) { return ((const Object*)obj)->shape; }
PP_INLINE void pp_set_shape(void* obj, void* shape) { __atomic_store_n((ShapeHead**)obj, (ShapeHead*)shape, __ATOMIC_RELEASE); }

// --- values (the encoding belongs to protocore/value.py) ---------------------------------------------------------------

PP_INLINE bool pp_is_pointer(Value v) { return (v & 3) == 0 && v != 0; }
PP_INLINE bool pp_value_is_str(Value v) { return pp_is_pointer(v) && ((Object*)v)->shape->layout == &pp_info_str; }
PP_INLINE bool pp_value_is_bytes(Value v) { return pp_is_pointer(v) && ((Object*)v)->shape->layout == &pp_info_bytes; }
PP_INLINE Str* pp_try_str(Value v) { return pp_value_is_str(v) ? (Str*)v : nullptr; }
PP_INLINE Bytes* pp_try_bytes(Value v) { return pp_value_is_bytes(v) ? (Bytes*)v : nullptr; }
template <class C> PP_INLINE C* pp_try_as(Value v, uint32_t lo, uint32_t hi) {
    return pp_is_pointer(v) && pp_id_in((void*)v, lo, hi) ? (C*)v : nullptr;
}

// --- safepoints, blocking, locks -----------------------------------------------------------------------------------------

PP_INLINE void pp_safepoint(Ctx* cx) {
    if (PP_UNLIKELY(__atomic_load_n((int64_t*)&cx->poll, __ATOMIC_RELAXED) != 0)) pp_safepoint_slow(cx);
}
// The C stack grows down; functions that may recurse deeply ask for the room left.
PP_INLINE int64_t pp_stack_room(Ctx* cx) { return (char*)__builtin_frame_address(0) - cx->stack_limit; }

// `with locked(obj):` is pp_lock ... pp_unlock on every way out. Locks are reentrant.
PP_INLINE void pp_lock(Ctx* cx, void* obj) {
    if (PP_UNLIKELY(pp_multithreaded)) {
        uint8_t free = 0;
        if (PP_LIKELY(__atomic_compare_exchange_n((uint8_t*)obj + 8, &free, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)))
            __atomic_store_n((uint32_t*)((char*)obj + 12), uint32_t(cx->thread_id) << 8, __ATOMIC_RELAXED);
        else
            pp_lock_slow(cx, (Object*)obj);
    }
}
PP_INLINE void pp_unlock(Ctx* cx, void* obj) {
    if (PP_UNLIKELY(pp_multithreaded)) pp_unlock_slow(cx, (Object*)obj);
}
PP_INLINE void pp_release_fence() { __atomic_thread_fence(__ATOMIC_RELEASE); }

// --- arithmetic ----------------------------------------------------------------------------------------------------------

PP_INLINE int64_t pp_floordiv(int64_t a, int64_t b) {
    int64_t q = a / b;
    return q - ((a % b != 0) & ((a ^ b) < 0));
}
PP_INLINE int64_t pp_mod(int64_t a, int64_t b) {
    int64_t r = a % b;
    return r + (b & -int64_t((r != 0) & ((r ^ b) < 0)));
}
PP_INLINE double pp_float_mod(double a, double b) {
    double r = fmod(a, b);
    if (r != 0) return (r < 0) != (b < 0) ? r + b : r;
    return copysign(0.0, b);
}
PP_INLINE double pp_float_floordiv(double a, double b) {
    double r = fmod(a, b), q = (a - r) / b;
    if (r != 0 && (b < 0) != (r < 0)) q -= 1.0;
    if (q == 0) return copysign(0.0, a / b);
    double f = floor(q);
    return q - f > 0.5 ? f + 1.0 : f;
}
PP_INLINE Tuple<int64_t, bool> pp_add_ovf(int64_t a, int64_t b) { int64_t r; bool o = __builtin_add_overflow(a, b, &r); return {r, o}; }
PP_INLINE Tuple<int64_t, bool> pp_sub_ovf(int64_t a, int64_t b) { int64_t r; bool o = __builtin_sub_overflow(a, b, &r); return {r, o}; }
PP_INLINE Tuple<int64_t, bool> pp_mul_ovf(int64_t a, int64_t b) { int64_t r; bool o = __builtin_mul_overflow(a, b, &r); return {r, o}; }
PP_INLINE int64_t pp_wrap_add(int64_t a, int64_t b) { return int64_t(uint64_t(a) + uint64_t(b)); }
PP_INLINE int64_t pp_wrap_sub(int64_t a, int64_t b) { return int64_t(uint64_t(a) - uint64_t(b)); }
PP_INLINE int64_t pp_wrap_mul(int64_t a, int64_t b) { return int64_t(uint64_t(a) * uint64_t(b)); }
PP_INLINE int64_t pp_wrap_shl(int64_t a, int64_t n) { return int64_t(uint64_t(a) << n); }
PP_INLINE int64_t pp_ushr(int64_t a, int64_t n) { return int64_t(uint64_t(a) >> n); }
PP_INLINE bool pp_ult(int64_t a, int64_t b) { return uint64_t(a) < uint64_t(b); }
PP_INLINE int64_t pp_umulh(int64_t a, int64_t b) { return int64_t((unsigned __int128)uint64_t(a) * uint64_t(b) >> 64); }
PP_INLINE int64_t pp_udiv(int64_t a, int64_t b) { return int64_t(uint64_t(a) / uint64_t(b)); }
PP_INLINE int64_t pp_umod(int64_t a, int64_t b) { return int64_t(uint64_t(a) % uint64_t(b)); }
PP_INLINE int64_t pp_clz64(int64_t a) { return a == 0 ? 64 : __builtin_clzll(uint64_t(a)); }
PP_INLINE int64_t pp_ctz64(int64_t a) { return a == 0 ? 64 : __builtin_ctzll(uint64_t(a)); }
PP_INLINE int64_t pp_popcount64(int64_t a) { return __builtin_popcountll(uint64_t(a)); }
PP_INLINE int64_t pp_float_bits(double d) { int64_t i; memcpy(&i, &d, 8); return i; }
PP_INLINE double pp_bits_float(int64_t i) { double d; memcpy(&d, &i, 8); return d; }
PP_INLINE int64_t pp_int_of_float(double d) {               // int(f): truncates; out of range gives INT64_MIN, as the hardware does
    return d >= -9223372036854775808.0 && d < 9223372036854775808.0 ? int64_t(d) : INT64_MIN;
}
template <class T> PP_INLINE T pp_min(T a, T b) { return b < a ? b : a; }
template <class T> PP_INLINE T pp_max(T a, T b) { return b > a ? b : a; }
PP_INLINE int64_t pp_abs(int64_t a) { return a < 0 ? pp_wrap_sub(0, a) : a; }
PP_INLINE double pp_abs(double a) { return fabs(a); }

// --- protodialect.unsafe -------------------------------------------------------------------------------------------------------

#ifdef PP_TSAN                         // bytes of content, which a program's threads may race for as they please
PP_INLINE int64_t pp_load8(Addr a) { return __atomic_load_n((const uint8_t*)a, __ATOMIC_RELAXED); }
PP_INLINE void pp_store8(Addr a, int64_t x) { __atomic_store_n((uint8_t*)a, uint8_t(x), __ATOMIC_RELAXED); }
#else
PP_INLINE int64_t pp_load8(Addr a) { return *(const uint8_t*)a; }
PP_INLINE void pp_store8(Addr a, int64_t x) { *(uint8_t*)a = uint8_t(x); }
#endif
PP_INLINE int64_t pp_load16(Addr a) { uint16_t x; memcpy(&x, (void*)a, 2); return x; }
PP_INLINE int64_t pp_load32(Addr a) { uint32_t x; memcpy(&x, (void*)a, 4); return x; }
PP_INLINE int64_t pp_load64(Addr a) { int64_t x; memcpy(&x, (void*)a, 8); return x; }
PP_INLINE double pp_loadf64(Addr a) { double x; memcpy(&x, (void*)a, 8); return x; }
PP_INLINE void pp_store16(Addr a, int64_t x) { uint16_t y = uint16_t(x); memcpy((void*)a, &y, 2); }
PP_INLINE void pp_store32(Addr a, int64_t x) { uint32_t y = uint32_t(x); memcpy((void*)a, &y, 4); }
PP_INLINE void pp_store64(Addr a, int64_t x) { memcpy((void*)a, &x, 8); }
PP_INLINE void pp_storef64(Addr a, double x) { memcpy((void*)a, &x, 8); }
PP_INLINE Addr pp_address_of(const void* obj) { return (Addr)obj; }
template <class C> PP_INLINE C* pp_object_at(Addr a) { return (C*)a; }
template <class F> PP_INLINE Addr pp_function_address(F* f) { return (Addr)f; }
PP_INLINE void pp_memcpy(Addr d, Addr s, int64_t n) { memcpy((void*)d, (void*)s, size_t(n)); }
PP_INLINE void pp_memmove(Addr d, Addr s, int64_t n) { memmove((void*)d, (void*)s, size_t(n)); }
PP_INLINE void pp_memset(Addr d, int64_t byte, int64_t n) { memset((void*)d, int(byte), size_t(n)); }
PP_INLINE int64_t pp_memcmp(Addr a, Addr b, int64_t n) { return memcmp((void*)a, (void*)b, size_t(n)); }
PP_INLINE Addr pp_memchr(Addr a, int64_t byte, int64_t n) { return (Addr)memchr((void*)a, int(byte), size_t(n)); }   // 0: not there
PP_INLINE int64_t pp_atomic_load64(Addr a) { return __atomic_load_n((int64_t*)a, __ATOMIC_SEQ_CST); }
PP_INLINE void pp_atomic_store64(Addr a, int64_t x) { __atomic_store_n((int64_t*)a, x, __ATOMIC_SEQ_CST); }
PP_INLINE bool pp_atomic_cas64(Addr a, int64_t expected, int64_t x) {
    return __atomic_compare_exchange_n((int64_t*)a, &expected, x, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
PP_INLINE int64_t pp_atomic_add64(Addr a, int64_t x) { return __atomic_fetch_add((int64_t*)a, x, __ATOMIC_SEQ_CST); }   // the old value
PP_INLINE bool pp_atomic_cas32(Addr a, int64_t expected, int64_t x) {
    int32_t e = int32_t(expected);
    return __atomic_compare_exchange_n((int32_t*)a, &e, int32_t(x), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
PP_INLINE int64_t pp_atomic_swap32(Addr a, int64_t x) { return __atomic_exchange_n((int32_t*)a, int32_t(x), __ATOMIC_SEQ_CST); }
PP_INLINE void pp_prefetch(Addr a) { __builtin_prefetch((const void*)a); }
PP_INLINE int64_t pp_atomic_or64(Addr a, int64_t x) { return __atomic_fetch_or((int64_t*)a, x, __ATOMIC_SEQ_CST); }
PP_INLINE int64_t pp_atomic_and64(Addr a, int64_t x) { return __atomic_fetch_and((int64_t*)a, x, __ATOMIC_SEQ_CST); }
// Reads that the collector makes of memory it does not own (stacks, dead cells, words that waiting threads lock by): sanitizers are
// told to look away.
#if defined(PP_ASAN) || defined(PP_TSAN)
PP_NO_SANITIZE PP_NOINLINE int64_t pp_peek64(Addr a);
#else
PP_INLINE int64_t pp_peek64(Addr a) { return *(volatile int64_t*)a; }
#endif

// --- raw strings, registers, native calls -----------------------------------------------------------------------------------

PP_INLINE int64_t pp_str_kind(const Str* s) { return (s->meta >> PP_KIND_SHIFT) & 0xff; }
PP_INLINE Addr pp_str_data(const Str* s) { return (Addr)s->data; }
PP_INLINE int64_t pp_str_char(const Str* s, int64_t i) {
    PP_CHECK(uint64_t(i) < uint64_t(s->length), "str_char: index out of range");
    int64_t kind = pp_str_kind(s);
    return PP_LIKELY(kind == 1) ? s->data[i] : kind == 2 ? ((const uint16_t*)s->data)[i] : ((const uint32_t*)s->data)[i];
}
PP_INLINE Str* pp_new_str(Ctx* cx, int64_t kind, int64_t n) {     // null and MemoryError: no memory
    if (PP_UNLIKELY(uint64_t(n) > (uint64_t(1) << 46))) { pp_memory_error(cx); return nullptr; }
    Str* s = (Str*)pp_alloc_raw(cx, sizeof(Str) + uint64_t(n) * uint64_t(kind));
    if (PP_UNLIKELY(!s)) { pp_memory_error(cx); return nullptr; }
    s->shape = &pp_shape_str;
    s->meta = kind << PP_KIND_SHIFT;
    s->hash = 0;
    s->length = n;
    s->data = s->inline_data;
    return s;
}
PP_INLINE Addr pp_bytes_data(const Bytes* b) { return (Addr)b->data; }
PP_INLINE Bytes* pp_new_bytes(Ctx* cx, int64_t n) {
    if (PP_UNLIKELY(uint64_t(n) > (uint64_t(1) << 46))) { pp_memory_error(cx); return nullptr; }
    Bytes* b = (Bytes*)pp_alloc_raw(cx, sizeof(Bytes) + uint64_t(n) + 1);
    if (PP_UNLIKELY(!b)) { pp_memory_error(cx); return nullptr; }
    b->shape = &pp_shape_bytes;
    b->meta = 0;
    b->hash = 0;
    b->length = n;
    b->data[n] = 0;                     // so that C code may be handed the data (modules/_ctypes)
    return b;
}
PP_INLINE ValuePtr pp_register_base(Ctx* cx) { return cx->reg_base; }
PP_INLINE ValuePtr pp_register_top(Ctx* cx) { return cx->reg_top; }
PP_INLINE void pp_set_register_top(Ctx* cx, ValuePtr p) { cx->reg_top = p; }
PP_INLINE int64_t pp_register_room(Ctx* cx, ValuePtr p) { return cx->reg_limit - p; }
PP_INLINE int64_t pp_errno(Ctx* cx) { return cx->saved_errno; }   // after a @c_function call: cx->saved_errno = errno
template <class... A> PP_INLINE Value pp_call_native(Ctx* cx, NativeFn f, A... args) {
    return reinterpret_cast<Value (*)(Ctx*, A...)>(f)(cx, args...);
}

extern "C" void pp_spill(Ctx* cx);                          // callee-saved registers and the stack's top into cx
extern "C" Addr pp_symbol(int64_t which);                   // SYMBOL_* of protopyc/unsafe.py
int64_t pp_hash_data(Addr data, int64_t n);                 // of a string's or bytes' content: nonnegative 62-bit, never 0

// A function of a library that is opened at run time; its address is looked up when it is first called.
struct pp_LibraryFunction { const char* library; const char* name; void* address; };
extern "C" {
void* pp_find_library_function(pp_LibraryFunction* f);
// Around what C code calls: managed state, in a context of its own where the thread is not one of ours. What the thread was blocked with is
// kept meanwhile, here on its stack, and put back: the registers of who called the C code, which others need while that goes on.
struct pp_Outer { bool nested; char* stack_top; decltype(Ctx::saved_regs) saved_regs; };
Ctx* pp_enter_callback(pp_Outer* outer);
void pp_leave_callback(Ctx* cx, const pp_Outer* outer);
}
PP_INLINE void* pp_library_function(pp_LibraryFunction* f) {
    void* at = __atomic_load_n(&f->address, __ATOMIC_RELAXED);
    return PP_LIKELY(at != nullptr) ? at : pp_find_library_function(f);
}
// The address of pp_callback<&f, R, A...> is that of a C function R(A...) that runs f, a @c_callback.
template <auto F, class R, class... A> R pp_callback(A... args) {
    pp_Outer outer;
    Ctx* cx = pp_enter_callback(&outer);
    if constexpr (std::is_void_v<R>) {
        F(cx, args...);
        pp_leave_callback(cx, &outer);
    } else {
        R result = R(F(cx, args...));
        pp_leave_callback(cx, &outer);
        return result;
    }
}
#include "containers.hpp"
