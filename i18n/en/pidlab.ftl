## Errors that every command may meet

error-label = error
hint-label = hint
error-call = { $call }: { $errno }
