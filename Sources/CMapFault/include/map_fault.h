#ifndef MAP_FAULT_H
#define MAP_FAULT_H

/// Says one line and ends the process, with 74 unless told otherwise, where reading a mapped ledger file fails.
///
/// That is a fault at an address of the mapping, or inside of LMDB, which follows what a broken page says.
/// Nothing can go on then: LMDB has no way back from a fault or an assertion that failed. Faults at
/// other addresses go where they went before. Calling it again does nothing.
void map_fault_install(void);

/// The exit code of that end, for all of the process.
void map_fault_set_exit(int code);

/// For `mdb_env_set_assert`: the same line, and the same end.
void map_fault_assertion(void *environment, const char *message);

#endif
