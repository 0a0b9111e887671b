## Errors that every command may meet

error-label = error
hint-label = hint
error-call = { $call }: { $errno }
error-panic = pidlab met a fault of its own: { $what } ({ $place })
error-panic-hint = Everything it has started ends with it. Please report it together with the output of `pidlab doctor`.
