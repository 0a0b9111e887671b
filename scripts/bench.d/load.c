/* Starts an init as PID 1 of a fresh PID namespace, puts it under load and prints what that took. For
 * scripts/bench.
 *
 *     cc -O2 -static load.c -o load
 *
 * As root, from the outside (COMMAND is the init with its child's command, which is this program or
 * first.c):
 *
 *     load reap COMMAND...                     ns the load took, ns of PID 1's CPU, its switches
 *     load pause ORPHANS COMMAND...            the same, no command: a storm comes from outside
 *     load exec STARTS COMMAND...              ns from before execve to the child's first instruction
 *     load signal SIGNALS COMMAND...           ns from kill(init, SIGTERM) to the child's handler
 *     load lost TRIES FIRST STEP COMMAND...    tries whose early SIGTERM nobody saw, tries in time
 *     load hold COMMAND...                     PID of PID 1, which lives until descriptor 0 ends
 *
 * As the init's child, which talks to the outside through its descriptor 1, eight bytes at a time: there
 * are inits that close all descriptors but the first three.
 *
 *     load storm ORPHANS                       for `reap`: orphans are made that end at once
 *     load crowd LIVING ENDING                 for `reap`: some of many orphans end
 *     load backlog ZOMBIES                     for `reap`: a parent of zombies ends
 *     load handler                             tells when its SIGTERM handler was entered
 *
 * Every time is of CLOCK_MONOTONIC, in nanoseconds. Ends with 77 if this machine refuses what it takes. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    REFUSED = 77,        /* exit status: not possible here */
    STACK = 1024,        /* bytes of a process that only ends or sleeps */
    LIMIT = 60,          /* seconds after which anything is stuck */
    PAUSE = 50000,       /* ns between two looks */
    YIELDS = 16,         /* turns in which PID 1 and its child, on the same CPU, go back to sleep */
    LATE = 20000,        /* ns that a signal may be late for its moment */
    TURNS = 5,           /* tries to be in time for one moment */
    FIRST_SIGN = 2000,   /* ms the init's child has to start */
    LOST_AFTER = 50,     /* ms after which a signal that is not lost has long arrived (some µs) */
    TERMINATED = 128 + SIGTERM,
    CLOSED = 0,          /* a gate */
    OPEN = 1,
};

/* What a PID 1 has used up so far. */
struct used {
    uint64_t cpu;
    uint64_t switches;
};

struct init {
    pid_t pid;
    int talk; /* to its child */
    int exec; /* ends when execve of the init has taken place */
};

/* Set by the process that is to be PID 1, the last thing before its execve. */
static uint64_t *before_exec;

/* The CPU that PID 1 and all below it are bound to, if any. */
static int init_cpu = -1;

/* ---- small things */

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void nap(long ns)
{
    struct timespec time = {0, ns};
    nanosleep(&time, NULL);
}

static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    _exit(errno == EPERM || errno == EAGAIN || errno == ENOMEM || errno == ENOSPC ? REFUSED : 1);
}

static void complain(const char *what)
{
    fprintf(stderr, "load: %s\n", what);
    _exit(1);
}

static int number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 0 || value > 10000000)
        complain("a count is expected");
    return (int)value;
}

/* Memory that is the same for all that descend from here. */
static void *shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap");
    return memory;
}

static pid_t new_process(void)
{
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    return pid;
}

/* Waits until a child has ended or stopped; if it failed so does this process, up to the one that reports. */
static void collect(pid_t pid)
{
    int status;
    if (waitpid(pid, &status, WUNTRACED) != pid)
        fail("waitpid");
    if (status != 0 && !WIFSTOPPED(status))
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

static void tell(int fd, uint64_t value)
{
    if (write(fd, &value, sizeof value) != sizeof value)
        _exit(1);
}

/* The next eight bytes from the other side. */
static uint64_t hear(int fd)
{
    uint64_t value;
    ssize_t got;
    do
        got = read(fd, &value, sizeof value);
    while (got < 0 && errno == EINTR);
    if (got != sizeof value)
        complain("the other side ended early");
    return value;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t median(uint64_t *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return values[count / 2];
}

static void bind_to(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        fail("sched_setaffinity");
}

/* The first or the last CPU that this process may use. The last one has the fewest interrupts. */
static int usable_cpu(int last)
{
    cpu_set_t set;
    int found = -1;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        fail("sched_getaffinity");
    for (int cpu = 0; cpu < CPU_SETSIZE && (last || found < 0); cpu++)
        if (CPU_ISSET(cpu, &set))
            found = cpu;
    return found;
}

/* ---- the load: what runs below the init */

/* All that is made here shares its maker's memory: else most of the time would go into copying that,
 * whatever the init. So each has a stack of its own, and does nothing that needs more. */
static char *stacks(int count)
{
    size_t size = (size_t)count * STACK;
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap");
    return memory;
}

static pid_t new_sharing(int (*run)(void *), char *stack, size_t size, void *argument)
{
    pid_t pid = clone(run, stack + size, CLONE_VM | SIGCHLD, argument);
    if (pid < 0)
        fail("clone");
    return pid;
}

static int end(void *unused)
{
    (void)unused;
    _exit(0);
}

/* Sleeps until the gate is opened, then ends. */
static int wait_at(void *gate)
{
    while (*(volatile int *)gate == CLOSED)
        syscall(SYS_futex, gate, FUTEX_WAIT, CLOSED, NULL, NULL, 0);
    _exit(0);
}

static void open_gate(int *gate)
{
    *(volatile int *)gate = OPEN;
    syscall(SYS_futex, gate, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* What the process in the middle has to make. */
struct orphan {
    int (*run)(void *);
    void *argument;
    char *stack;
    pid_t *pid;
};

static int in_the_middle(void *argument)
{
    struct orphan *orphan = argument;
    *orphan->pid = new_sharing(orphan->run, orphan->stack, STACK, orphan->argument);
    _exit(0);
}

/* Double fork, as daemons do. The process in the middle is waited for, so once this returns all have been
 * adopted. */
static void make_orphans(int count, int (*run)(void *), void *argument, pid_t *pids)
{
    static char middle[65536] __attribute__((aligned(16)));
    struct orphan orphan = {run, argument, stacks(count), pids};
    for (int i = 0; i < count; i++) {
        collect(new_sharing(in_the_middle, middle, sizeof middle, &orphan));
        orphan.stack += STACK;
        orphan.pid++;
    }
}

/* Two processes at once make half of the orphans each, on a CPU each: who is moved where would make the
 * times differ more than the inits do. With a gate they stop when done instead of ending: else each orphan
 * in turn would become the owner of the memory that they share, and its end a search through all
 * processes. */
static void two_creators(int count, int *gate, pid_t *pids)
{
    pid_t creators[2];
    int half = count / 2;
    for (int i = 0; i < 2; i++) {
        creators[i] = new_process();
        if (creators[i] == 0) {
            bind_to(usable_cpu(i));
            make_orphans(i ? count - half : half, gate ? wait_at : end, gate, i ? pids + half : pids);
            if (gate)
                raise(SIGSTOP);
            _exit(0);
        }
    }
    collect(creators[0]);
    collect(creators[1]);
}

/* Waits until none of these processes is left, not even as a zombie. Nobody forks meanwhile, so no PID is
 * used again. Looking for a PID takes no lock that reaping needs. Some kinds of reaping begin with the
 * first, some with the last: looking from both ends means that when the last one goes all others have been
 * looked for. */
static void wait_until_gone(const pid_t *pids, int count)
{
    int first = 0, last = count - 1;
    for (;;) {
        while (first <= last && kill(pids[first], 0) != 0)
            first++;
        while (first <= last && kill(pids[last], 0) != 0)
            last--;
        if (first > last)
            return;
        nap(PAUSE);
    }
}

/* Waits until PID 1 and this process are alone in the namespace: signal 0 finds zombies, too. Each look
 * holds a lock that reaping needs while it walks all processes: no use when there are many. */
static void wait_until_alone(void)
{
    while (kill(-1, 0) == 0)
        nap(PAUSE);
    if (errno != ESRCH)
        fail("kill");
}

static void sleep_for_ever(void)
{
    for (;;)
        pause();
}

/* Measures from the first fork until every orphan has been made, has ended and has been collected. */
static void storm(int count)
{
    pid_t *pids = shared((size_t)count * sizeof *pids);
    tell(1, 0);
    hear(1);
    uint64_t since = now();
    two_creators(count, NULL, pids);
    wait_until_alone();
    tell(1, now() - since);
    sleep_for_ever();
}

/* Has PID 1 adopt LIVING and then ENDING orphans. Measures from when the latter are woken to end until all
 * of them have been collected; the former live on. */
static void crowd(int living, int ending)
{
    int *gates = shared(2 * sizeof *gates);
    pid_t *pids = shared((size_t)(living + ending) * sizeof *pids);
    two_creators(living, &gates[0], pids);
    two_creators(ending, &gates[1], pids + living);
    tell(1, 0);
    hear(1);
    uint64_t since = now();
    open_gate(&gates[1]);
    wait_until_gone(pids + living, ending);
    tell(1, now() - since);
    sleep_for_ever();
}

/* Makes zombies and does not collect them. Ends when told to, and notes when. */
static void make_backlog(int zombies, pid_t *pids, uint64_t *since)
{
    char *stack = stacks(zombies);
    for (int i = 0; i < zombies; i++)
        pids[i] = new_sharing(end, stack + (size_t)i * STACK, STACK, NULL);
    siginfo_t info;
    for (int i = 0; i < zombies; i++)
        if (waitid(P_PID, (id_t)pids[i], &info, WEXITED | WNOWAIT) != 0)
            fail("waitid");
    tell(1, 0);
    hear(1);
    *since = now();
    _exit(0);
}

/* Measures from the last instruction of the parent of so many zombies until PID 1 has collected them all. */
static void backlog(int zombies)
{
    pid_t *pids = shared((size_t)zombies * sizeof *pids);
    uint64_t *since = shared(sizeof *since);
    pid_t maker = new_process();
    if (maker == 0)
        make_backlog(zombies, pids, since);
    collect(maker);
    wait_until_gone(pids, zombies);
    tell(1, now() - *since);
    sleep_for_ever();
}

static void on_term(int signal)
{
    uint64_t entered = now();
    (void)signal;
    tell(1, entered);
}

static void handler(void)
{
    struct sigaction action = {.sa_handler = on_term};
    sigaction(SIGTERM, &action, NULL);
    tell(1, 0);
    sleep_for_ever();
}

/* ---- an init as PID 1 */

/* A /proc of its own, as every container has, and no mount outside is touched. */
static void mount_proc(void)
{
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        fail("mount(MS_PRIVATE)");
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
        fail("mount(/proc)");
}

static void become(char **command, int talk)
{
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* the namespace shall not outlive us */
    setsid(); /* as container runtimes do; the scheduler then gives the namespace a share of its own */
    mount_proc();
    if (dup2(null, 0) < 0 || dup2(talk, 1) < 0)
        fail("dup2");
    if (init_cpu >= 0)
        bind_to(init_cpu);
    *before_exec = now();
    execv(command[0], command);
    fail(command[0]);
}

static struct init start(char **command)
{
    int talk[2], exec[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, talk) != 0)
        fail("socketpair");
    if (pipe2(exec, O_CLOEXEC | O_NONBLOCK) != 0)
        fail("pipe2");
    pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid < 0)
        fail("clone(CLONE_NEWPID)");
    if (pid == 0)
        become(command, talk[1]);
    close(talk[1]);
    close(exec[1]);
    return (struct init){pid, talk[0], exec[0]};
}

/* Whether execve of the init has closed the other end. */
static int has_started(const struct init *init)
{
    char byte;
    return read(init->exec, &byte, 1) == 0;
}

/* Ends PID 1, and with it the whole namespace, if that has not happened yet. Returns PID 1's wait status. */
static int stop(struct init *init)
{
    int status;
    kill(init->pid, SIGKILL);
    if (waitpid(init->pid, &status, 0) != init->pid)
        fail("waitpid");
    close(init->talk);
    close(init->exec);
    return status;
}

/* ---- looking at PID 1 from outside */

static void read_proc(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
    if (got < 0)
        fail(path);
    text[got] = '\0';
    close(fd);
}

static uint64_t field(const char *text, const char *name)
{
    const char *found = strstr(text, name);
    if (found == NULL)
        complain("/proc/PID/status lacks a line");
    return strtoull(found + strlen(name), NULL, 10);
}

/* Reads while PID 1 sleeps: the kernel books a running process's time with delay. */
static struct used used_by(pid_t pid)
{
    static char text[8192];
    for (;;) {
        read_proc(pid, "status", text, sizeof text);
        if (strstr(text, "State:\tS") != NULL)
            break;
        nap(PAUSE);
    }
    uint64_t switches = field(text, "\nvoluntary_ctxt_switches:");
    switches += field(text, "\nnonvoluntary_ctxt_switches:");
    read_proc(pid, "schedstat", text, sizeof text);
    uint64_t cpu = strtoull(text, NULL, 10);
    if (cpu == 0)
        complain("/proc/PID/schedstat does not count here (CONFIG_SCHED_INFO)");
    return (struct used){cpu, switches};
}

/* ---- the measurements */

/* Lets the load below `pid1` begin, and prints how long it took and what PID 1 used for it. */
static void time_load(pid_t pid1, int talk)
{
    hear(talk);
    struct used before = used_by(pid1);
    tell(talk, 0);
    uint64_t took = hear(talk);
    struct used after = used_by(pid1);
    printf("%llu %llu %llu\n", (unsigned long long)took, (unsigned long long)(after.cpu - before.cpu),
           (unsigned long long)(after.switches - before.switches));
}

static void reap(char **command)
{
    struct init init = start(command);
    time_load(init.pid, init.talk);
    stop(&init);
}

/* Runs the orphans' makers as `docker exec` would: in the namespace of PID 1, but not as its child. */
static pid_t enter(const struct init *init, int count, int talk)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/pid", init->pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail(path);
    if (setns(fd, CLONE_NEWPID) != 0)
        fail("setns");
    pid_t pid = new_process();
    if (pid == 0) {
        if (dup2(talk, 1) < 0)
            fail("dup2");
        storm(count);
    }
    close(fd);
    return pid;
}

static void pausing(int count, char **command)
{
    struct init init = start(command);
    int talk[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, talk) != 0)
        fail("socketpair");
    while (!has_started(&init))
        nap(PAUSE);
    used_by(init.pid); /* asleep, so it has made itself ready */
    pid_t inside = enter(&init, count, talk[1]);
    close(talk[1]);
    time_load(init.pid, talk[0]);
    kill(inside, SIGKILL); /* PID 1 could not finish dying before its foreign child is waited for */
    waitpid(inside, NULL, 0);
    stop(&init);
}

/* One CPU for all, so that the figure is the work to be done, and not who was moved where. The process
 * that waits here is woken only when the time has been taken. */
static void exec_to_child(int starts, char **command)
{
    uint64_t *took = calloc((size_t)starts, sizeof *took);
    bind_to(usable_cpu(1));
    for (int i = 0; i < starts; i++) {
        struct init init = start(command);
        took[i] = hear(init.talk) - *before_exec;
        stop(&init);
    }
    printf("%llu\n", (unsigned long long)median(took, starts));
}

/* All on one CPU, which is never idle: else its waking up would be most of it. Each signal is sent when
 * PID 1 and its child sleep again. */
static void signal_to_handler(int signals, char **command)
{
    uint64_t *took = calloc((size_t)signals, sizeof *took);
    bind_to(usable_cpu(1));
    struct init init = start(command);
    hear(init.talk);
    for (int i = 0; i < signals; i++) {
        for (int turn = 0; turn < YIELDS; turn++)
            sched_yield();
        uint64_t since = now();
        kill(init.pid, SIGTERM);
        took[i] = hear(init.talk) - since;
    }
    stop(&init);
    printf("%llu\n", (unsigned long long)median(took, signals));
}

static int readable(int a, int b, int limit)
{
    struct pollfd fds[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    poll(fds, 2, limit);
    return fds[0].revents != 0;
}

/* Whether PID 1 ends of the SIGTERM that it has been sent: its child, if it gets it, does nothing but end.
 * The time runs from the child's first sign, as an init may pass the signal on only then. */
static int ends_by_itself(const struct init *init)
{
    int pidfd = (int)syscall(SYS_pidfd_open, init->pid, 0);
    if (pidfd < 0)
        fail("pidfd_open");
    int ended = readable(pidfd, init->talk, FIRST_SIGN) || readable(pidfd, -1, LOST_AFTER);
    close(pidfd);
    return ended;
}

/* Sends SIGTERM so many ns after the execve of a fresh init. Spins on another CPU than PID 1's, so exec is
 * seen to well below a microsecond. Returns whether that is true: the look before was a moment ago, and the
 * signal was sent when it was due. */
static int terminate_after(const struct init *init, uint64_t delay)
{
    uint64_t before = 0, time = 0;
    do {
        before = time;
        time = now();
    } while (!has_started(init));
    uint64_t seen = now();
    while (now() < seen + delay)
        ;
    uint64_t sent = now();
    kill(init->pid, SIGTERM);
    return seen - before < LATE && sent - seen < delay + LATE;
}

/* One try: 1 if the signal was lost, 0 if not, -1 if it was not sent in time. PID 1 is sent nothing else:
 * unless its child has ended of this signal it was lost for good. */
static int was_lost(uint64_t delay, char **command)
{
    struct init init = start(command);
    int in_time = terminate_after(&init, delay);
    int ended = in_time && ends_by_itself(&init);
    int status = stop(&init);
    if (ended && !(WIFEXITED(status) && WEXITSTATUS(status) == TERMINATED))
        complain("PID 1 did not end with the status of a child that SIGTERM ended");
    return in_time ? !ended : -1;
}

/* Tries the moments FIRST, FIRST + STEP, FIRST + 2 STEP, ... ns after execve. On a busy machine some are
 * missed again and again; they do not count. */
static void lost(int tries, int first, int step, char **command)
{
    int count = 0, counted = 0;
    init_cpu = usable_cpu(1);
    bind_to(usable_cpu(0));
    for (int i = 0; i < tries; i++) {
        int result = -1;
        for (int turn = 0; turn < TURNS && result < 0; turn++)
            result = was_lost((uint64_t)(first + i * step), command);
        count += result > 0;
        counted += result >= 0;
    }
    printf("%d %d\n", count, counted);
}

static void hold(char **command)
{
    struct init init = start(command);
    char byte;
    hear(init.talk);
    printf("%d\n", init.pid);
    fflush(stdout);
    while (read(0, &byte, 1) > 0)
        ;
    stop(&init);
}

/* ---- roles */

static int run_inside(int count, char **args)
{
    if (count == 2 && strcmp(args[0], "storm") == 0)
        storm(number(args[1]));
    else if (count == 3 && strcmp(args[0], "crowd") == 0)
        crowd(number(args[1]), number(args[2]));
    else if (count == 2 && strcmp(args[0], "backlog") == 0)
        backlog(number(args[1]));
    else if (count == 1 && strcmp(args[0], "handler") == 0)
        handler();
    else
        return 0;
    return 1;
}

static int run_outside(int count, char **args)
{
    if (count > 1 && strcmp(args[0], "reap") == 0)
        reap(args + 1);
    else if (count > 2 && strcmp(args[0], "pause") == 0)
        pausing(number(args[1]), args + 2);
    else if (count > 2 && strcmp(args[0], "exec") == 0)
        exec_to_child(number(args[1]), args + 2);
    else if (count > 2 && strcmp(args[0], "signal") == 0)
        signal_to_handler(number(args[1]), args + 2);
    else if (count > 4 && strcmp(args[0], "lost") == 0)
        lost(number(args[1]), number(args[2]), number(args[3]), args + 4);
    else if (count > 1 && strcmp(args[0], "hold") == 0)
        hold(args + 1);
    else
        return 0;
    return 1;
}

int main(int argc, char **argv)
{
    if (run_inside(argc - 1, argv + 1))
        return 0;
    before_exec = shared(sizeof *before_exec);
    alarm(LIMIT);
    if (!run_outside(argc - 1, argv + 1))
        complain("see the head of load.c");
    return 0;
}
