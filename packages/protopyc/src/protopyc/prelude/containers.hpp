// containers.hpp: the dialect's Array, list, dict and set as templates over heap arrays.
//
// They serve the frontend and other cold code, so they favour small code over the last nanosecond. All storage is in
// garbage-collected Arrays; growing leaves the old array to the collector, so a racing reader never sees freed memory.
//
//   List:   [ shape | length | items -> Array<T>, its length is the capacity ]
//   Table:  [ shape | length | used | index -> Array<int32> | hashes -> Array<int64> | keys -> Array<K> | (dict: values -> Array<V>) ]
//           index: power of two, linear probing; 0 free, -1 deleted, e + 1 for entry e. hashes[e] is -1 for a deleted entry.
//           Entries stand in insertion order. A frozen table may come without an index (keys by address): built on first use.
#pragma once

// --- Array -------------------------------------------------------------------------------------------------------------

template <class T> PP_INLINE ShapeHead* pp_array_shape() {
    if (std::is_same<T, Value>::value || std::is_pointer<T>::value) return &pp_head_array_words;
    return sizeof(T) == 1 ? &pp_head_array_raw1 : sizeof(T) == 2 ? &pp_head_array_raw2
         : sizeof(T) == 4 ? &pp_head_array_raw4 : &pp_head_array_raw8;
}
template <class T> PP_INLINE Array<T>* pp_array_raw(Ctx* cx, int64_t n) {             // null and MemoryError: no memory, n < 0
    if (PP_UNLIKELY(uint64_t(n) > (uint64_t(1) << 46))) { pp_memory_error(cx); return nullptr; }
    uint64_t size = sizeof(Array<T>) + uint64_t(n) * sizeof(T);
    Array<T>* a = (Array<T>*)pp_alloc_raw(cx, size);
    if (PP_UNLIKELY(!a)) { pp_memory_error(cx); return nullptr; }
    a->shape = pp_array_shape<T>();
    a->length = n;
    return a;
}
template <class T> PP_INLINE Array<T>* pp_array_new(Ctx* cx, int64_t n, T fill) {
    Array<T>* a = pp_array_raw<T>(cx, n);
    if (PP_UNLIKELY(!a)) return nullptr;
    // Memory of the largest sizes comes zeroed from the system, but only the allocator knows; the fill is a plain loop.
    for (int64_t i = 0; i < n; i++) a->items[i] = fill;
    return a;
}
#ifdef PP_DEBUG
template <class T> PP_INLINE PP_WORD(T)& pp_array_at(Array<T>* a, int64_t i) {
    if (PP_UNLIKELY(uint64_t(i) >= uint64_t(a->length))) pp_panic_index(i, a->length, "Array");
    return a->items[i];
}
#else
template <class T> PP_INLINE PP_WORD(T)& pp_array_at(Array<T>* a, int64_t i) { return a->items[i]; }
#endif
// memmove, by words
template <class W> PP_INLINE void pp_copy_words(W* d, const W* s, int64_t n) {
#ifdef PP_TSAN
    if (d <= s) for (int64_t i = 0; i < n; i++) d[i] = s[i];
    else for (int64_t i = n - 1; i >= 0; i--) d[i] = s[i];
#else
    memmove(d, s, uint64_t(n) * sizeof(W));
#endif
}
template <class T> PP_INLINE void pp_copy_array(Array<T>* d, int64_t ds, Array<T>* s, int64_t ss, int64_t n) {
    PP_CHECK(n >= 0 && ds >= 0 && ss >= 0 && ds + n <= d->length && ss + n <= s->length, "copy_array out of range");
    pp_copy_words(d->items + ds, s->items + ss, n);
}
PP_INLINE ValuePtr pp_array_ptr(Array<Value>* a, int64_t start) { return a->items + start; }
PP_INLINE ValuePtr pp_items_ptr(ValuePtr items, int64_t start) { return items + start; }   // array_ptr of a Trailing: pass obj->items
PP_INLINE void pp_copy_values(ValuePtr d, ValuePtr s, int64_t n) { pp_copy_words(d, s, n); }
PP_INLINE Array<Value>* pp_saved_registers(Ctx* cx, ValuePtr registers, int64_t n, Value frame) {
    Array<Value>* a = pp_array_new<Value>(cx, n + 1, 0);
    if (PP_UNLIKELY(!a)) return nullptr;
    a->shape = &pp_head_array_registers;
    pp_copy_values(a->items, registers, n);
    a->items[n] = frame;
    return a;
}
PP_INLINE void pp_fill_values(ValuePtr d, int64_t n, Value v) { for (int64_t i = 0; i < n; i++) d[i] = v; }

// --- keys --------------------------------------------------------------------------------------------------------------

PP_INLINE int64_t pp_str_hash(Str* s) {
    int64_t h = __atomic_load_n(&s->hash, __ATOMIC_RELAXED);
    if (PP_LIKELY(h != 0)) return h;
    h = pp_hash_data((Addr)s->data, s->length * ((s->meta >> PP_KIND_SHIFT) & 0xff));
    __atomic_store_n(&s->hash, h, __ATOMIC_RELAXED);
    return h;
}
PP_INLINE int64_t pp_bytes_hash(Bytes* b) {
    int64_t h = __atomic_load_n(&b->hash, __ATOMIC_RELAXED);
    if (PP_LIKELY(h != 0)) return h;
    h = pp_hash_data((Addr)b->data, b->length);
    __atomic_store_n(&b->hash, h, __ATOMIC_RELAXED);
    return h;
}
PP_INLINE bool pp_str_equal(const Str* a, const Str* b) {
    if (a == b) return true;
    if (a->length != b->length || ((a->meta ^ b->meta) >> PP_KIND_SHIFT & 0xff) != 0) return false;
    if (a->hash != b->hash && a->hash != 0 && b->hash != 0) return false;
    return memcmp(a->data, b->data, uint64_t(a->length) * ((a->meta >> PP_KIND_SHIFT) & 0xff)) == 0;
}
PP_INLINE bool pp_bytes_equal(const Bytes* a, const Bytes* b) {
    return a == b || (a->length == b->length && memcmp(a->data, b->data, uint64_t(a->length)) == 0);
}
PP_INLINE int64_t pp_key_hash(int64_t k) { return int64_t(uint64_t(k) * 0x9E3779B97F4A7C15u >> 2); }
PP_INLINE int64_t pp_key_hash(Str* k) { return pp_str_hash(k); }
PP_INLINE int64_t pp_key_hash(Bytes* k) { return pp_bytes_hash(k); }
PP_INLINE int64_t pp_key_hash(const void* k) { return int64_t(uint64_t(k) * 0x9E3779B97F4A7C15u >> 2); }
template <class T> PP_INLINE typename std::enable_if<std::is_arithmetic<T>::value, bool>::type pp_key_equal(T a, T b) { return a == b; }
PP_INLINE bool pp_key_equal(Str* a, Str* b) { return pp_str_equal(a, b); }
PP_INLINE bool pp_key_equal(Bytes* a, Bytes* b) { return pp_bytes_equal(a, b); }
PP_INLINE bool pp_key_equal(const void* a, const void* b) { return a == b; }

// --- list --------------------------------------------------------------------------------------------------------------

template <class T> struct List {
    ShapeHead* shape;
    int64_t length;
    Array<T>* items;                   // null until the first element

    static List* make(Ctx* cx, int64_t capacity) {
        List* l = pp_new<List>(cx, &pp_head_list);
        if (capacity > 0) l->items = pp_array_new<T>(cx, capacity, T());
        return l;
    }
    static List* filled(Ctx* cx, int64_t n, T x) {          // [x] * n
        List* l = make(cx, n);
        if (n > 0 && l->items) { for (int64_t i = 0; i < n; i++) l->items->items[i] = x; l->length = n; }
        return l;
    }
    bool reserve(Ctx* cx, int64_t n) {
        int64_t capacity = items ? items->length : 0;
        if (n <= capacity) return true;
        Array<T>* grown = pp_array_new<T>(cx, pp_max(n, capacity + (capacity >> 1) + 4), T());
        if (!grown) return false;
        if (length) memcpy(grown->items, items->items, uint64_t(length) * sizeof(T));
        items = grown;
        return true;
    }
    PP_INLINE void append(Ctx* cx, T x) {
        if (PP_UNLIKELY(!items || length == items->length) && !reserve(cx, length + 1)) return;
        items->items[length++] = x;
    }
    PP_INLINE T get(Ctx* cx, int64_t i) {
        if (i < 0) i += length;
        if (PP_UNLIKELY(uint64_t(i) >= uint64_t(length))) { pp_index_error(cx); return T(); }
        return items->items[i];
    }
    PP_INLINE void set(Ctx* cx, int64_t i, T x) {
        if (i < 0) i += length;
        if (PP_UNLIKELY(uint64_t(i) >= uint64_t(length))) { pp_index_error(cx); return; }
        items->items[i] = x;
    }
    PP_INLINE T at(int64_t i) { return items->items[i]; }   // for loops: known in range
    T pop(Ctx* cx, int64_t i = -1) {
        if (i < 0) i += length;
        if (uint64_t(i) >= uint64_t(length)) { pp_pop_error(cx); return T(); }
        T x = items->items[i];
        erase(i, i + 1);
        return x;
    }
    void erase(int64_t i, int64_t j) {
        memmove(items->items + i, items->items + j, uint64_t(length - j) * sizeof(T));
        for (int64_t k = length - (j - i); k < length; k++) items->items[k] = T();
        length -= j - i;
    }
    void del(Ctx* cx, int64_t i) {
        if (i < 0) i += length;
        if (uint64_t(i) >= uint64_t(length)) { pp_index_error(cx); return; }
        erase(i, i + 1);
    }
    void del_slice(Ctx*, int64_t i, int64_t j) { clamp(i, j, length); if (i < j) erase(i, j); }
    void insert(Ctx* cx, int64_t i, T x) {
        if (i < 0) { i += length; if (i < 0) i = 0; }
        if (i > length) i = length;
        if (!reserve(cx, length + 1)) return;
        memmove(items->items + i + 1, items->items + i, uint64_t(length - i) * sizeof(T));
        items->items[i] = x;
        length++;
    }
    void extend(Ctx* cx, List* other) {
        int64_t n = other->length;
        if (n == 0 || !reserve(cx, length + n)) return;
        memcpy(items->items + length, other->items->items, uint64_t(n) * sizeof(T));
        length += n;
    }
    void extend_array(Ctx* cx, Array<T>* other) {
        if (other->length == 0 || !reserve(cx, length + other->length)) return;
        memcpy(items->items + length, other->items, uint64_t(other->length) * sizeof(T));
        length += other->length;
    }
    void clear(Ctx*) { length = 0; items = nullptr; }
    void reverse(Ctx*) {
        for (int64_t i = 0, j = length - 1; i < j; i++, j--) { T t = items->items[i]; items->items[i] = items->items[j]; items->items[j] = t; }
    }
    static void clamp(int64_t& i, int64_t& j, int64_t n) {
        if (i < 0) { i += n; if (i < 0) i = 0; } else if (i > n) i = n;
        if (j < 0) { j += n; if (j < 0) j = 0; } else if (j > n) j = n;
    }
    List* slice(Ctx* cx, int64_t i, int64_t j) {            // absent bounds: 0 and INT64_MAX
        clamp(i, j, length);
        int64_t n = j > i ? j - i : 0;
        List* l = make(cx, n);
        if (n && l->items) { memcpy(l->items->items, items->items + i, uint64_t(n) * sizeof(T)); l->length = n; }
        return l;
    }
    List* copy(Ctx* cx) { return slice(cx, 0, length); }
    List* concat(Ctx* cx, List* other) {
        List* l = make(cx, length + other->length);
        l->extend(cx, this);
        l->extend(cx, other);
        return l;
    }
    int64_t find(T x) {
        for (int64_t i = 0; i < length; i++) if (pp_key_equal(T(items->items[i]), x)) return i;
        return -1;
    }
    bool contains(T x) { return find(x) >= 0; }
    int64_t index(Ctx* cx, T x) {
        int64_t i = find(x);
        if (i < 0) pp_value_error(cx, "list.index(x): x not in list");
        return i;
    }
    void remove(Ctx* cx, T x) {
        int64_t i = find(x);
        if (i < 0) pp_value_error(cx, "list.remove(x): x not in list"); else erase(i, i + 1);
    }
    int64_t count(T x) { int64_t n = 0; for (int64_t i = 0; i < length; i++) n += pp_key_equal(T(items->items[i]), x); return n; }
    bool equal(List* other) {
        if (length != other->length) return false;
        for (int64_t i = 0; i < length; i++) if (!pp_key_equal(T(items->items[i]), T(other->items->items[i]))) return false;
        return true;
    }
};

int64_t pp_str_compare(const Str* a, const Str* b);         // by code point; negative, 0 or positive
PP_INLINE bool pp_key_less(int64_t a, int64_t b) { return a < b; }
PP_INLINE bool pp_key_less(double a, double b) { return a < b; }
PP_INLINE bool pp_key_less(Str* a, Str* b) { return pp_str_compare(a, b) < 0; }

template <class T> void pp_merge_sort(T* a, T* scratch, int64_t n) {
    if (n <= 8) {
        for (int64_t i = 1; i < n; i++) {
            T x = a[i];
            int64_t j = i;
            for (; j > 0 && pp_key_less(x, a[j - 1]); j--) a[j] = a[j - 1];
            a[j] = x;
        }
        return;
    }
    int64_t half = n / 2;
    pp_merge_sort(a, scratch, half);
    pp_merge_sort(a + half, scratch, n - half);
    memcpy(scratch, a, uint64_t(half) * sizeof(T));
    int64_t i = 0, j = half, k = 0;
    while (i < half) a[k++] = j < n && pp_key_less(a[j], scratch[i]) ? a[j++] : scratch[i++];
}
template <class T> List<T>* pp_sorted(Ctx* cx, List<T>* l) {
    List<T>* r = l->copy(cx);
    if (r->length < 2) return r;
    Array<T>* scratch = pp_array_new<T>(cx, r->length, T());
    if (scratch) pp_merge_sort(r->items->items, scratch->items, r->length);
    return r;
}

// --- dict, set ---------------------------------------------------------------------------------------------------------

template <class K> struct Table {
    ShapeHead* shape;
    int64_t length;                    // live entries
    int64_t used;                      // entries, deleted ones included
    Array<int32_t>* index;
    Array<int64_t>* hashes;
    Array<K>* keys;

    void reindex(Ctx* cx, int64_t slots) {
        Array<int32_t>* fresh = pp_array_new<int32_t>(cx, slots, 0);
        if (!fresh) return;
        for (int64_t e = 0; e < used; e++) {
            if (hashes->items[e] == -1) continue;
            int64_t h = pp_key_hash(K(keys->items[e]));        // frozen keys by address had no hash yet
            hashes->items[e] = h;
            int64_t i = h & (slots - 1);
            while (fresh->items[i] != 0) i = (i + 1) & (slots - 1);
            fresh->items[i] = int32_t(e + 1);
        }
        __atomic_store_n(&index, fresh, __ATOMIC_RELEASE);
    }
    int64_t find(Ctx* cx, K key) {                          // entry number or -1
        if (length == 0) return -1;
        if (PP_UNLIKELY(!index)) {
            int64_t slots = 8;
            while (slots < used * 2) slots *= 2;
            reindex(cx, slots);
        }
        int64_t h = pp_key_hash(key), mask = index->length - 1;
        for (int64_t i = h & mask;; i = (i + 1) & mask) {
            int32_t e = index->items[i];
            if (e == 0) return -1;
            if (e > 0 && hashes->items[e - 1] == h && pp_key_equal(K(keys->items[e - 1]), key)) return e - 1;
        }
    }
    // Makes room for one more entry; the entry arrays are replaced together (compacted) or grown. False: no memory.
    template <class V> bool room(Ctx* cx, Array<V>** values) {
        if (keys && used < keys->length) return true;
        int64_t capacity = length + (length >> 1) + 6, n = 0;
        Array<int64_t>* new_hashes = pp_array_new<int64_t>(cx, capacity, 0);
        Array<K>* new_keys = pp_array_new<K>(cx, capacity, K());
        Array<V>* new_values = values ? pp_array_new<V>(cx, capacity, V()) : nullptr;
        if (cx->pending) return false;
        for (int64_t e = 0; e < used; e++) {
            if (hashes->items[e] == -1) continue;
            new_hashes->items[n] = hashes->items[e];
            new_keys->items[n] = keys->items[e];
            if (values) new_values->items[n] = (*values)->items[e];
            n++;
        }
        hashes = new_hashes;
        keys = new_keys;
        if (values) *values = new_values;
        used = n;
        int64_t slots = 8;
        while (slots * 2 < capacity * 3) slots *= 2;
        reindex(cx, slots);
        return cx->pending == nullptr;
    }
    void link(K key, int64_t h) {                           // after room(): the new entry is number `used`
        int64_t mask = index->length - 1, i = h & mask;
        while (index->items[i] > 0) i = (i + 1) & mask;
        hashes->items[used] = h;
        keys->items[used] = key;
        index->items[i] = int32_t(used + 1);
        used++;
        length++;
    }
    bool unlink(Ctx* cx, K key, int64_t* entry) {
        int64_t e = find(cx, key);
        if (e < 0) return false;
        int64_t mask = index->length - 1, i = hashes->items[e] & mask;
        while (index->items[i] != e + 1) i = (i + 1) & mask;
        index->items[i] = -1;
        hashes->items[e] = -1;
        keys->items[e] = K();
        length--;
        *entry = e;
        return true;
    }
    PP_INLINE bool live(int64_t e) { return hashes->items[e] != -1; }
    bool contains(Ctx* cx, K key) { return find(cx, key) >= 0; }
    List<K>* key_list(Ctx* cx) {
        List<K>* l = List<K>::make(cx, length);
        for (int64_t e = 0; e < used; e++) if (live(e)) l->append(cx, keys->items[e]);
        return l;
    }
    void drop() { length = used = 0; index = nullptr; hashes = nullptr; keys = nullptr; }
    // Iteration: for (int64_t e = t->next(0); e >= 0; e = t->next(e + 1)) ... keys->items[e]
    PP_INLINE int64_t next(int64_t e) {
        for (; e < used; e++) if (live(e)) return e;
        return -1;
    }
};

template <class K, class V> struct Dict : Table<K> {
    Array<V>* values;

    static Dict* make(Ctx* cx) { return pp_new<Dict>(cx, &pp_head_dict); }
    V get(Ctx* cx, K key) {                                 // d[key]
        int64_t e = this->find(cx, key);
        if (PP_UNLIKELY(e < 0)) { pp_key_error(cx); return V(); }
        return values->items[e];
    }
    V get_or(Ctx* cx, K key, V otherwise) {                 // d.get(key, otherwise)
        int64_t e = this->find(cx, key);
        return e < 0 ? otherwise : values->items[e];
    }
    void set(Ctx* cx, K key, V value) {
        int64_t e = this->find(cx, key);
        if (e < 0) {
            if (!this->room(cx, &values)) return;
            e = this->used;
            this->link(key, pp_key_hash(key));
        }
        values->items[e] = value;
    }
    V setdefault(Ctx* cx, K key, V value) {
        int64_t e = this->find(cx, key);
        if (e >= 0) return values->items[e];
        set(cx, key, value);
        return value;
    }
    V pop(Ctx* cx, K key) {
        int64_t e;
        if (!this->unlink(cx, key, &e)) { pp_key_error(cx); return V(); }
        V v = values->items[e];
        values->items[e] = V();
        return v;
    }
    V pop_or(Ctx* cx, K key, V otherwise) {
        int64_t e;
        if (!this->unlink(cx, key, &e)) return otherwise;
        V v = values->items[e];
        values->items[e] = V();
        return v;
    }
    void del(Ctx* cx, K key) { pop(cx, key); }
    void update(Ctx* cx, Dict* other) {
        for (int64_t e = other->next(0); e >= 0; e = other->next(e + 1)) set(cx, other->keys->items[e], other->values->items[e]);
    }
    void clear(Ctx*) { this->drop(); values = nullptr; }
    Dict* copy(Ctx* cx) { Dict* d = make(cx); d->update(cx, this); return d; }
    List<V>* value_list(Ctx* cx) {
        List<V>* l = List<V>::make(cx, this->length);
        for (int64_t e = 0; e < this->used; e++) if (this->live(e)) l->append(cx, values->items[e]);
        return l;
    }
};

template <class K> struct Set : Table<K> {
    static Set* make(Ctx* cx) { return pp_new<Set>(cx, &pp_head_set); }
    void add(Ctx* cx, K key) {
        if (this->find(cx, key) >= 0) return;
        if (this->room(cx, (Array<int64_t>**)nullptr)) this->link(key, pp_key_hash(key));
    }
    void discard(Ctx* cx, K key) { int64_t e; this->unlink(cx, key, &e); }
    void remove(Ctx* cx, K key) { int64_t e; if (!this->unlink(cx, key, &e)) pp_key_error(cx); }
    void update(Ctx* cx, Set* other) {
        for (int64_t e = other->next(0); e >= 0; e = other->next(e + 1)) add(cx, other->keys->items[e]);
    }
    void clear(Ctx*) { this->drop(); }
    Set* copy(Ctx* cx) { Set* s = make(cx); s->update(cx, this); return s; }
};
