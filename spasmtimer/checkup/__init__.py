"""What works on this machine and what does not, each with its remedy: for `spasmtimer doctor`.

It looks and changes nothing of the user's: no journal is set aside, and no sound heard (silent copies of the cues may
appear in the cache).
"""
