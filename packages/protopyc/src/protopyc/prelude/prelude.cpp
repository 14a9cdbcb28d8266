// prelude.cpp: the out-of-line part of protopy.hpp, and the process's entry.
//
// Four things live here because the dialect cannot say them: main(), the spilling of registers around blocking regions and
// collections, error and print helpers that generated code calls from everywhere, and weak stand-ins for the heap. A program
// that does not contain protocore/heap.py gets those stand-ins: they hand out memory and never take it back.
#include "protopy.hpp"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define PP_WEAK __attribute__((weak))

// --- the prelude's own classes -----------------------------------------------------------------------------------------

extern "C" {
bool pp_multithreaded = false;
int64_t pp_stress = 0;

static const uint16_t traced_list[] = {16};
static const uint16_t traced_table[] = {24, 32, 40, 48};

//                              name          ids   size kind               item n  traced       len trail extra
ClassInfo pp_info_str =        {"str",        0, 0, 40, PP_STR,            1,   0, nullptr,      24, 40, 0, 0, nullptr, &pp_info_str_user};
ClassInfo pp_info_str_user =   {"str",        0, 0, 40, PP_STR,            1,   0, nullptr,      24, 40, 1, 0, nullptr, nullptr};
ClassInfo pp_info_bytes =      {"bytes",      0, 0, 32, PP_TRAILING_RAW,   1,   0, nullptr,      24, 32, 0, 0, nullptr, &pp_info_bytes_user};
ClassInfo pp_info_bytes_user = {"bytes",      0, 0, 32, PP_TRAILING_RAW,   1,   0, nullptr,      24, 32, 1, 0, nullptr, nullptr};
ClassInfo pp_info_array_words = {"Array",     0, 0, 16, PP_TRAILING_WORDS, 8,   0, nullptr,      8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_array_registers = {"Array",  0, 0, 16, PP_TRAILING_REGISTERS, 8, 0, nullptr,     8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_array_raw1 = {"Array",      0, 0, 16, PP_TRAILING_RAW,   1,   0, nullptr,      8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_array_raw2 = {"Array",      0, 0, 16, PP_TRAILING_RAW,   2,   0, nullptr,      8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_array_raw4 = {"Array",      0, 0, 16, PP_TRAILING_RAW,   4,   0, nullptr,      8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_array_raw8 = {"Array",      0, 0, 16, PP_TRAILING_RAW,   8,   0, nullptr,      8,  16, 0, 0, nullptr, nullptr};
ClassInfo pp_info_list =       {"list",       0, 0, 24, PP_FIXED,          0,   1, traced_list,  0,  0,  0, 0, nullptr, nullptr};
ClassInfo pp_info_dict =       {"dict",       0, 0, 56, PP_FIXED,          0,   4, traced_table, 0,  0,  0, 0, nullptr, nullptr};
ClassInfo pp_info_set =        {"set",        0, 0, 48, PP_FIXED,          0,   3, traced_table, 0,  0,  0, 0, nullptr, nullptr};

#define PP_HEAD(name) ShapeHead pp_head_##name = {&pp_head_##name, &pp_info_##name};
PP_HEAD(array_words) PP_HEAD(array_registers) PP_HEAD(array_raw1) PP_HEAD(array_raw2) PP_HEAD(array_raw4) PP_HEAD(array_raw8)
PP_HEAD(list) PP_HEAD(dict) PP_HEAD(set)
}

// --- panic and debug print ---------------------------------------------------------------------------------------------

void pp_panic(const char* message) {
    fflush(stdout);
    fprintf(stderr, "protopy: internal error: %s\n", message);
    abort();
}
void pp_panic_index(int64_t index, int64_t length, const char* where) {
    fflush(stdout);
    fprintf(stderr, "protopy: internal error: %s index %lld of %lld\n", where, (long long)index, (long long)length);
    abort();
}
static void put_utf8(uint32_t c) {
    if (c < 0x80) putchar(int(c));
    else if (c < 0x800) { putchar(int(0xC0 | c >> 6)); putchar(int(0x80 | (c & 63))); }
    else if (c < 0x10000) { putchar(int(0xE0 | c >> 12)); putchar(int(0x80 | (c >> 6 & 63))); putchar(int(0x80 | (c & 63))); }
    else { putchar(int(0xF0 | c >> 18)); putchar(int(0x80 | (c >> 12 & 63))); putchar(int(0x80 | (c >> 6 & 63))); putchar(int(0x80 | (c & 63))); }
}
void pp_print_str(Str* s) {
    if (!s) { pp_print_none(); return; }
    int kind = int((s->meta >> PP_KIND_SHIFT) & 0xff);
    for (int64_t i = 0; i < s->length; i++)
        put_utf8(kind == 1 ? s->data[i] : kind == 2 ? ((uint16_t*)s->data)[i] : ((uint32_t*)s->data)[i]);
}
void pp_print_int(int64_t i) { printf("%lld", (long long)i); }
void pp_print_bool(bool b) { fputs(b ? "True" : "False", stdout); }
void pp_print_none() { fputs("None", stdout); }
void pp_print_char(char c) { putchar(c); }
void pp_print_float(double d) {                             // repr, by trying precisions: slow and short
    if (d != d) { fputs("nan", stdout); return; }
    if (isinf(d)) { fputs(d < 0 ? "-inf" : "inf", stdout); return; }
    char digits[40], text[400];
    int precision = 0;
    do snprintf(digits, sizeof digits, "%.*e", precision, d); while (strtod(digits, nullptr) != d && ++precision < 17);
    int exponent = atoi(strchr(digits, 'e') + 1);
    if (exponent >= -4 && exponent < 16) {
        snprintf(text, sizeof text, "%.*f", precision > exponent ? precision - exponent : 0, d);
        fputs(text, stdout);
        if (!strchr(text, '.')) fputs(".0", stdout);
    } else fputs(digits, stdout);
}
void pp_print_bytes(Bytes* b) {
    if (!b) { pp_print_none(); return; }
    char quote = memchr(b->data, '\'', size_t(b->length)) && !memchr(b->data, '"', size_t(b->length)) ? '"' : '\'';
    printf("b%c", quote);
    for (int64_t i = 0; i < b->length; i++) {
        int c = b->data[i];
        if (c == '\\' || c == quote) printf("\\%c", c);
        else if (c == '\n') fputs("\\n", stdout);
        else if (c == '\r') fputs("\\r", stdout);
        else if (c == '\t') fputs("\\t", stdout);
        else if (c < 32 || c > 126) printf("\\x%02x", c);
        else putchar(c);
    }
    putchar(quote);
}

// --- exceptions --------------------------------------------------------------------------------------------------------

static Str* ascii_str(Ctx* cx, const char* text) {
    size_t n = strlen(text);
    Str* s = (Str*)pp_alloc_object(cx, &pp_shape_str, sizeof(Str) + n);
    s->meta = int64_t(1) << PP_KIND_SHIFT;
    s->length = int64_t(n);
    s->data = s->inline_data;
    memcpy(s->data, text, n);
    return s;
}
void pp_raise_new(Ctx* cx, ShapeHead* shape, const char* message) {
    pp_Exception* e = (pp_Exception*)pp_alloc_object(cx, shape, shape->layout->size);
    e->message = message ? ascii_str(cx, message) : nullptr;
    cx->pending = e;
}
void pp_index_error(Ctx* cx) { pp_raise_new(cx, &pp_head_IndexError, "list index out of range"); }
void pp_pop_error(Ctx* cx) { pp_raise_new(cx, &pp_head_IndexError, "pop index out of range"); }
void pp_key_error(Ctx* cx) { pp_raise_new(cx, &pp_head_KeyError, "key not found"); }
void pp_value_error(Ctx* cx, const char* message) { pp_raise_new(cx, &pp_head_ValueError, message); }
void pp_memory_error(Ctx* cx) { pp_raise_new(cx, &pp_head_MemoryError, nullptr); }
void pp_overflow_error(Ctx* cx, const char* message) { pp_raise_new(cx, &pp_head_OverflowError, message); }
void pp_zero_division_error(Ctx* cx) { pp_raise_new(cx, &pp_head_ZeroDivisionError, "division by zero"); }
void pp_assertion_error(Ctx* cx, Str* message) {
    pp_raise_new(cx, &pp_head_AssertionError, nullptr);
    cx->pending->message = message;
}

// --- allocation by layout ----------------------------------------------------------------------------------------------

void* pp_new_with_shape(Ctx* cx, ShapeHead* shape) {
    ClassInfo* c = shape->layout;
    uint64_t size = c->size + c->has_extra * 8;
    if (c->has_extra) size = uint64_t(pp_class_size(pp_size_class(size)));   // the attribute array is the cell's last word
    return pp_alloc_object(cx, shape, size);
}
void* pp_new_trailing(Ctx* cx, ShapeHead* shape, int64_t n) {
    ClassInfo* c = shape->layout;
    if (uint64_t(n) > (uint64_t(1) << 46)) { pp_memory_error(cx); return nullptr; }
    uint64_t size = c->trailing_offset + uint64_t(n) * c->item_size + c->has_extra * 8;
    size = uint64_t(size <= uint64_t(PP_MEDIUM_MAX) ? pp_class_size(pp_size_class(size)) : int64_t((size + 15) & ~uint64_t(15)));
    void* p = pp_alloc_raw(cx, size);
    if (!p) { pp_memory_error(cx); return nullptr; }
    memset((char*)p + 8, 0, size - 8);
    *(int64_t*)((char*)p + c->length_offset) = n;
    *(ShapeHead**)p = shape;
    return p;
}
// clone: an Array, or an object with a trailing array and none for attributes. Null and MemoryError if there is no memory.
void* pp_clone(Ctx* cx, Object* x) {
    ClassInfo* c = x->shape->layout;
    PP_CHECK(c->trailing_offset && !c->has_extra, "clone: neither an Array nor an object with a trailing array");
    uint64_t size = c->trailing_offset + uint64_t(*(int64_t*)((char*)x + c->length_offset)) * c->item_size;
    void* p = pp_alloc_raw(cx, size);
    if (!p) { pp_memory_error(cx); return nullptr; }
    memcpy(p, x, size);
    return p;
}

// --- strings: what generated code and templates compare with -------------------------------------------------------------

static uint32_t char_at(const Str* s, int kind, int64_t i) {
    return kind == 1 ? s->data[i] : kind == 2 ? ((uint16_t*)s->data)[i] : ((uint32_t*)s->data)[i];
}
int64_t pp_str_compare(const Str* a, const Str* b) {
    int ka = int((a->meta >> PP_KIND_SHIFT) & 0xff), kb = int((b->meta >> PP_KIND_SHIFT) & 0xff);
    int64_t n = pp_min(a->length, b->length);
    if (ka == 1 && kb == 1) {
        int c = memcmp(a->data, b->data, size_t(n));
        return c ? c : a->length - b->length;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t d = int64_t(char_at(a, ka, i)) - int64_t(char_at(b, kb, i));
        if (d) return d;
    }
    return a->length - b->length;
}
// Multiply and fold, 16 bytes a step. The host's twin is protopyc/unsafe.py hash_data_of; frozen strings carry its results.
extern "C" int64_t pp_hash_without_key(Addr data, int64_t n) {
    const uint64_t k0 = 0x9E3779B97F4A7C15u, k1 = 0xC2B2AE3D27D4EB4Fu;
    auto fold = [](uint64_t a, uint64_t b) { unsigned __int128 m = (unsigned __int128)a * b; return uint64_t(m) ^ uint64_t(m >> 64); };
    uint64_t h = k1 ^ uint64_t(n), a = 0, b = 0;
    const char* p = (const char*)data;
    while (n > 16) {
        memcpy(&a, p, 8);
        memcpy(&b, p + 8, 8);
        h = fold(a ^ k0 ^ h, b ^ k1);
        p += 16;
        n -= 16;
    }
    a = b = 0;
    memcpy(&a, p, size_t(n < 8 ? n : 8));
    if (n > 8) memcpy(&b, p + 8, size_t(n - 8));
    h = fold(a ^ k0 ^ h, b ^ k1) ^ h;
    h = fold(h, k0) >> 2;
    return h ? int64_t(h) : 1;
}

// SipHash-1-3 (Aumasson and Bernstein 2012; one round a word, three at the end, as CPython uses it).
static int64_t hash_with_key(const uint64_t* key, Addr data, int64_t n) {
    uint64_t v0 = key[0] ^ 0x736f6d6570736575u, v1 = key[1] ^ 0x646f72616e646f6du, v2 = key[0] ^ 0x6c7967656e657261u, v3 = key[1] ^ 0x7465646279746573u;
    auto rotate = [](uint64_t x, int by) { return x << by | x >> (64 - by); };
    auto round = [&]() {
        v0 += v1; v1 = rotate(v1, 13) ^ v0; v0 = rotate(v0, 32);
        v2 += v3; v3 = rotate(v3, 16) ^ v2;
        v0 += v3; v3 = rotate(v3, 21) ^ v0;
        v2 += v1; v1 = rotate(v1, 17) ^ v2; v2 = rotate(v2, 32);
    };
    const char* p = (const char*)data;
    uint64_t last = uint64_t(n) << 56, word;
    for (; n >= 8; p += 8, n -= 8) {
        memcpy(&word, p, 8);
        v3 ^= word; round(); v0 ^= word;
    }
    word = 0;
    memcpy(&word, p, size_t(n));
    last |= word;
    v3 ^= last; round(); v0 ^= last;
    v2 ^= 0xff;
    round(); round(); round();
    uint64_t h = (v0 ^ v1 ^ v2 ^ v3) >> 2;
    return h ? int64_t(h) : 1;
}

// Every run has its own key, so that nobody can prepare texts that collide (PYTHONHASHSEED). What the image holds was hashed without
// one, and so is what equals it: a hash is a function of the content alone.
static uint64_t hash_key[2];
static bool has_hash_key = false;

// Before there are threads, and before a hash is kept that outlives the call.
extern "C" void pp_set_hash_key(int64_t a, int64_t b) {
    hash_key[0] = uint64_t(a);
    hash_key[1] = uint64_t(b);
    has_hash_key = true;
}

struct FrozenText { int32_t offset; uint32_t tag; };
extern "C" const FrozenText pp_frozen_texts[];              // open addressing; offset from here, 0: free. By protopyc/image
extern "C" const int64_t pp_frozen_texts_mask;
extern "C" const uint8_t pp_frozen_filter[];               // 4 bits for each slot: of each text, one bit of its hash's upper part is set

static bool is_frozen_text(int64_t h, Addr data, int64_t n) {
    int64_t bit = (h >> 40) & (4 * pp_frozen_texts_mask + 3);
    if (!(pp_frozen_filter[bit >> 3] >> (bit & 7) & 1)) return false;
    for (int64_t i = h & pp_frozen_texts_mask; pp_frozen_texts[i].offset; i = (i + 1) & pp_frozen_texts_mask) {
        if (pp_frozen_texts[i].tag != uint32_t(h >> 30)) continue;
        Object* o = (Object*)((char*)pp_frozen_texts + pp_frozen_texts[i].offset);
        const void* content;
        int64_t length;
        if (o->shape == &pp_shape_str) {
            Str* s = (Str*)o;
            content = s->data;
            length = s->length * ((s->meta >> PP_KIND_SHIFT) & 0xff);
        } else {
            content = ((Bytes*)o)->data;
            length = ((Bytes*)o)->length;
        }
        if (length == n && memcmp(content, (const void*)data, size_t(n)) == 0) return true;
    }
    return false;
}

int64_t pp_hash_data(Addr data, int64_t n) {
    int64_t h = pp_hash_without_key(data, n);
    return !has_hash_key || is_frozen_text(h, data, n) ? h : hash_with_key(hash_key, data, n);
}

// --- registers, stacks ---------------------------------------------------------------------------------------------------

#if defined(PP_ASAN) || defined(PP_TSAN)
int64_t pp_peek64(Addr a) { return *(volatile int64_t*)a; }
#endif

// pp_spill(cx) stores the callee-saved registers and the stack's top in the context, so that a collector finds what this thread's
// callers hold: their live pointers are then in saved_regs or at or above stack_top (caller-saved registers are on the stack by
// now). pp_enter_blocking(cx) does so and leaves managed state. Both are bare assembler: a compiler's prologue would put the
// callers' registers into a frame that is gone when the C function runs.
static_assert(offsetof(Ctx, saved_regs) == 104 && offsetof(Ctx, stack_top) == 40 && offsetof(Ctx, state) == 72 && sizeof(Ctx) == 1168);
#if defined(__x86_64__)
#define PP_SPILL_TEXT \
    "movq %rbx, 104(%rdi)\n\tmovq %rbp, 112(%rdi)\n\tmovq %r12, 120(%rdi)\n\tmovq %r13, 128(%rdi)\n\t" \
    "movq %r14, 136(%rdi)\n\tmovq %r15, 144(%rdi)\n\tmovq %rsp, 40(%rdi)\n\t"
#define PP_BLOCKED_TEXT "movq $1, 72(%rdi)\n\tret\n"
#define PP_RETURN_TEXT "ret\n"
#elif defined(__aarch64__)
#define PP_SPILL_TEXT \
    "stp x19, x20, [x0, #104]\n\tstp x21, x22, [x0, #120]\n\tstp x23, x24, [x0, #136]\n\tstp x25, x26, [x0, #152]\n\t" \
    "stp x27, x28, [x0, #168]\n\tstr x29, [x0, #184]\n\tmov x9, sp\n\tstr x9, [x0, #40]\n\t"
#define PP_BLOCKED_TEXT "mov x9, #1\n\tadd x10, x0, #72\n\tstlr x9, [x10]\n\tret\n"
#define PP_RETURN_TEXT "ret\n"
#else
#error "protopy.hpp: spilling registers is not written for this processor"
#endif
__asm__(".text\n\t.globl pp_spill\n\t.hidden pp_spill\n\t.type pp_spill, %function\npp_spill:\n\t" PP_SPILL_TEXT PP_RETURN_TEXT
        "\t.globl pp_enter_blocking\n\t.hidden pp_enter_blocking\n\t.type pp_enter_blocking, %function\npp_enter_blocking:\n\t"
        PP_SPILL_TEXT PP_BLOCKED_TEXT);

extern "C" {
static __thread Ctx* current_context = nullptr;
Addr pp_current_context() { return (Addr)current_context; }          // for C callbacks and signal handlers
void pp_set_current_context(Addr cx) { current_context = (Ctx*)cx; }

// A C signal handler that runs compiled code: fault(context of the thread, number). The thread may be anywhere, so what the interrupted
// code keeps of errno is put back.
static int64_t (*fault_function)(Ctx*, int64_t) = nullptr;
static void fault_arrived(int number) {
    Ctx* cx = current_context;
    if (!cx || !fault_function) return;
    int error = errno;
    int64_t saved = cx->saved_errno;
    fault_function(cx, number);
    cx->saved_errno = saved;
    errno = error;
}
Addr pp_fault_handler(Addr function) {
    fault_function = (int64_t (*)(Ctx*, int64_t))function;
    return (Addr)&fault_arrived;
}

// Libraries that are opened at run time (protodialect.unsafe.c_function, library=). One is never closed, nor is its row ever freed.
struct OpenLibrary { const char* key; void* handle; OpenLibrary* next; };
static OpenLibrary* open_libraries = nullptr;
int64_t pp_register_library(Addr key, Addr handle) {         // 0, or an error number; for the same key again: no change
    OpenLibrary* row = (OpenLibrary*)malloc(sizeof(OpenLibrary));
    char* name = strdup((const char*)key);
    if (!row || !name) { free(row); free(name); return ENOMEM; }
    *row = {name, (void*)handle, __atomic_load_n(&open_libraries, __ATOMIC_ACQUIRE)};
    while (!__atomic_compare_exchange_n(&open_libraries, &row->next, row, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {}
    return 0;
}
// A C function that returns a struct of 16 bytes without floats: such a struct comes in two registers, whatever its fields.
struct Pair { int64_t first, second; };
void pp_call_pair(Addr function, int32_t argument, Addr at) { *(Pair*)at = ((Pair (*)(int32_t))function)(argument); }
void* pp_find_library_function(pp_LibraryFunction* f) {
    for (OpenLibrary* l = __atomic_load_n(&open_libraries, __ATOMIC_ACQUIRE); l; l = l->next) {
        if (strcmp(l->key, f->library) != 0) continue;
        void* at = dlsym(l->handle, f->name);
        if (!at) break;
        __atomic_store_n(&f->address, at, __ATOMIC_RELAXED);
        return at;
    }
    pp_panic("a function was called of a library that is not open, or lacks it");
}

// What C code calls runs on a thread of ours that is in a blocking call, and goes back to it, or on one that C made:
// it has no context, and gets one until the call is over.
Ctx* pp_enter_callback(pp_Outer* outer) {
    Ctx* cx = current_context;
    outer->nested = cx != nullptr;
    if (cx) {
        outer->stack_top = cx->stack_top;
        memcpy(outer->saved_regs, cx->saved_regs, sizeof(cx->saved_regs));
        pp_leave_blocking(cx);
        return cx;
    }
    Ctx bare = {};
    current_context = (Ctx*)pp_attach_thread(&bare);
    if (!current_context) pp_panic("no memory for a thread that calls back");
    pp_begin_attached(current_context);
    return current_context;
}
void pp_leave_callback(Ctx* cx, const pp_Outer* outer) {
    if (cx->pending) pp_panic("an exception left what C code called");
    if (outer->nested) {
        cx->stack_top = outer->stack_top;
        memcpy(cx->saved_regs, outer->saved_regs, sizeof(cx->saved_regs));
        __atomic_store_n((int64_t*)&cx->state, 1, __ATOMIC_RELEASE);
        return;
    }
    pp_end_attached(cx);
    current_context = nullptr;
}

Addr pp_symbol(int64_t which) {                             // see SYMBOL_* in protopyc/unsafe.py
    switch (which) {
        case 0: return (Addr)pp_frozen_start;
        case 1: return (Addr)pp_frozen_end;
        case 2: return (Addr)&pp_multithreaded;
        case 3: return (Addr)&pp_stress;
        case 4: return (Addr)pp_context_info;
        case 5: return (Addr)&pp_info_str;
        case 6: return (Addr)&pp_info_bytes;
        case 7: return (Addr)&pp_shape_str;
        case 8: return (Addr)&pp_shape_bytes;
        case 10: return (Addr)&pp_empty_str;
        case 11: return (Addr)&pp_empty_bytes;
        default: return 0;
    }
}

// --- weak stand-ins for protocore/heap.py, collector.py, threads.py, locks.py ------------------------------------------

PP_WEAK void pp_heap_start(Ctx*) {}
PP_WEAK void* pp_alloc_slow(Ctx* cx, int64_t size) {
    static char* next = nullptr;
    static char* limit = nullptr;
    (void)cx;
    if (size > (int64_t(1) << 40)) return nullptr;
    size = (size + 15) & ~int64_t(15);
    if (size > PP_SMALL_MAX && size <= PP_MEDIUM_MAX) size = pp_class_size(pp_size_class(uint64_t(size)));
    if (limit - next < size) {
        int64_t chunk = size > (8 << 20) ? size : 8 << 20;
        void* p = mmap(nullptr, size_t(chunk), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) return nullptr;
        next = (char*)p;
        limit = next + chunk;
    }
    void* p = next;
    next += size;
    return p;
}
PP_WEAK void pp_clear_dead_registers(Ctx*, Addr, int64_t) {}
PP_WEAK void pp_clear_saved_registers(Ctx*, Addr, Addr) {}
PP_WEAK int64_t pp_cell_size(Ctx*, Addr) { pp_panic("this program has no heap: cell sizes are unknown"); }
PP_WEAK void pp_safepoint_slow(Ctx*) {}
PP_WEAK void pp_leave_blocking(Ctx*) {}
PP_WEAK int64_t pp_attach_thread(Ctx*) { return 0; }
PP_WEAK void pp_begin_attached(Ctx*) {}
PP_WEAK void pp_end_attached(Ctx*) {}
PP_WEAK void pp_lock_slow(Ctx*, Object*) { pp_panic("this program has no locks"); }
PP_WEAK void pp_unlock_slow(Ctx*, Object*) {}

// --- entry -------------------------------------------------------------------------------------------------------------

int pp_argc = 0;
char** pp_argv = nullptr;
int64_t pp_argument_count() { return pp_argc; }
Addr pp_argument(int64_t i) { return (Addr)pp_argv[i]; }
Addr pp_environment() { return (Addr)environ; }
int64_t pp_thread_bounds(Addr low_and_high) {                // of the calling thread's C stack; 0 or an error number
    pthread_attr_t attr;
    void* low;
    size_t size;
    int e = pthread_getattr_np(pthread_self(), &attr);
    if (e) return e;
    e = pthread_attr_getstack(&attr, &low, &size);
    pthread_attr_destroy(&attr);
    ((Addr*)low_and_high)[0] = (Addr)low;
    ((Addr*)low_and_high)[1] = (Addr)low + (Addr)size;
    return e;
}
extern void* __libc_stack_end;

// A zeroed context of the program's context class, its C stack described by [low, high).
Addr pp_make_context(Addr low, Addr high) {
    size_t size = pp_context_info ? pp_context_info->size : sizeof(Ctx);
    size = (size + 4095) & ~size_t(4095);
    void* p = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return 0;
    static ClassInfo bare = {"Ctx", 0, 0, sizeof(Ctx), PP_FIXED, 0, 0, nullptr, 0, 0, 0, 0, nullptr, nullptr};
    static ShapeHead head = {&head, &bare};
    if (pp_context_info) head.layout = pp_context_info;
    Ctx* cx = (Ctx*)p;
    cx->shape = &head;
    cx->stack_base = (char*)high;
    cx->stack_limit = (char*)low + 128 * 1024;
    return (Addr)cx;
}

#ifndef PP_LIBRARY
PP_WEAK int main(int argc, char** argv) {
    pp_argc = argc;
    pp_argv = argv;
    struct rlimit limit;
    size_t room = 8 << 20;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) room = limit.rlim_cur;
    if (room > (size_t(64) << 20)) room = size_t(64) << 20;
    char* high = (char*)__libc_stack_end;
    Ctx* cx = (Ctx*)pp_make_context(Addr(high - room + 64 * 1024), (Addr)high);
    if (!cx) { fputs("protopy: no memory\n", stderr); return 70; }
    cx->thread_id = 1;
    pp_set_current_context((Addr)cx);
    pp_heap_start(cx);
    int64_t status = pp_entry(cx);
    if (cx->pending) {                                      // a dialect exception that nobody handled
        fflush(stdout);
        fprintf(stderr, "%s", cx->pending->shape->layout->name);
        if (cx->pending->message) { fprintf(stderr, ": "); Str* m = cx->pending->message; fwrite(m->data, 1, size_t(m->length), stderr); }
        fputc('\n', stderr);
        status = 1;
    }
    fflush(stdout);
    return int(status);
}
#endif
}
