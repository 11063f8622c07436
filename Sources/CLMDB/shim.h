#include <lmdb.h>
// statfs tells a network share, on which LMDB must not run; Swift's Glibc module leaves it out.
#include <sys/vfs.h>
