"""multiprocessing and concurrent.futures: every way to start a process, and what processes share."""

import multiprocessing as mp
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory


def square(x):
    return x * x


def fail(x):
    raise ValueError(x)


def work(queue, lock, event, name, connection):
    block = shared_memory.SharedMemory(name)
    for _ in range(100):
        with lock:
            block.buf[0] = (block.buf[0] + 1) % 256
    block.close()
    queue.put({"name": mp.current_process().name, "argv": sys.argv[1:]})
    event.wait()
    connection.send(["through", "a", "pipe"])
    connection.close()
    sys.exit(3)


def remember(shared_list, shared_dict, i):
    shared_list.append(i)
    shared_dict[i] = str(i)


def try_method(method):
    context = mp.get_context(method)
    queue, lock, event = context.Queue(), context.Lock(), context.Event()
    mine, other = context.Pipe()
    block = shared_memory.SharedMemory(create=True, size=16)
    block.buf[0] = 0
    processes = [context.Process(target=work, args=(queue, lock, event, block.name, other), name=f"worker {i}") for i in range(2)]
    for process in processes:
        process.start()
    print(sorted(queue.get()["name"] for _ in processes), block.buf[0])
    event.set()
    print(mine.recv(), mine.recv())
    for process in processes:
        process.join()
    print([process.exitcode for process in processes])
    queue.close()
    queue.join_thread()
    block.close()
    block.unlink()
    with context.Pool(2) as pool:
        print(pool.map(square, range(20)), pool.apply(square, (5,)), sorted(pool.imap_unordered(square, range(5))))
        try:
            pool.apply(fail, (1,))
        except ValueError as e:
            print(repr(e), type(e.__cause__).__name__)
    with context.Manager() as manager:
        shared_list, shared_dict = manager.list(), manager.dict()
        processes = [context.Process(target=remember, args=(shared_list, shared_dict, i)) for i in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(sorted(shared_list), sorted(shared_dict.items()))
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        print(list(executor.map(square, range(10))), executor.submit(fail, 2).exception())
        try:
            executor.submit(os._exit, 1).result()
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    for method in "fork", "forkserver", "spawn":
        print(method, flush=True)
        try_method(method)
    numbers = shared_memory.ShareableList([1, 2.5, "three", None, b"4"])
    print(list(numbers), numbers[2], numbers.count(1))
    numbers.shm.close()
    numbers.shm.unlink()
