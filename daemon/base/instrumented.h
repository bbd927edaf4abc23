/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_INSTRUMENTED_H
#define STAITH_BASE_INSTRUMENTED_H
/*
 * Whether this build is instrumented by a sanitizer. Those look into their own process, start
 * threads, map terabytes of shadow and keep it in a file: such a build cannot live under the limits
 * that a run has.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STAITH_INSTRUMENTED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STAITH_INSTRUMENTED 1
#endif
#endif
#ifndef STAITH_INSTRUMENTED
#define STAITH_INSTRUMENTED 0
#endif
/* The thread sanitizer's shadow is a file that it makes at the start. */
#if defined(__SANITIZE_THREAD__)
#define STAITH_SHADOW_IN_FILE 1
#else
#define STAITH_SHADOW_IN_FILE 0
#endif

#endif
