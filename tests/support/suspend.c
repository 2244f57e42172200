/* Lets a program believe that its machine slept, or that somebody set its clock.
 *
 * The file named by $SLEEPER holds two numbers: seconds slept, and seconds by which the wall clock was set. Sleep moves
 * CLOCK_BOOTTIME and the wall clock, setting moves the wall clock alone, and CLOCK_MONOTONIC knows of neither, which is
 * what Linux does. Build: cc -shared -fPIC -O1 -o suspend.so suspend.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static double added(int to_boottime)
{
    const char *path = getenv("SLEEPER");
    double slept = 0, set = 0;
    FILE *file = path ? fopen(path, "r") : NULL;

    if (!file)
        return 0;
    if (fscanf(file, "%lf %lf", &slept, &set) < 1)
        slept = set = 0;
    fclose(file);
    return to_boottime ? slept : slept + set;
}

static void move(struct timespec *time, double seconds)
{
    double whole = (double)(long long)seconds;

    time->tv_sec += (time_t)whole;
    time->tv_nsec += (long)((seconds - whole) * 1e9);
    if (time->tv_nsec >= 1000000000L) {
        time->tv_nsec -= 1000000000L;
        time->tv_sec += 1;
    } else if (time->tv_nsec < 0) {
        time->tv_nsec += 1000000000L;
        time->tv_sec -= 1;
    }
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static int (*original)(clockid_t, struct timespec *);
    int result;

    if (!original)
        original = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    result = original(clock, time);
    if (result == 0 && (clock == CLOCK_BOOTTIME || clock == CLOCK_REALTIME))
        move(time, added(clock == CLOCK_BOOTTIME));
    return result;
}

time_t time(time_t *where)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    if (where)
        *where = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec precise;

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}
