## A recording that cannot be read, or not to its end

recording-fault = { $file }:{ $line }: { $what }
recording-empty = { $file }: the file is empty
recording-none = this is no recording of pidlab
recording-none-hint = A recording is made by a run: `pidlab run zombie --record zombie.jsonl`
recording-json-hint = This is the output of --format json, which is for programs. A recording is made by a run: `pidlab run zombie --record zombie.jsonl`
recording-format = pidlab { $version } has written this recording in format { $format }; this pidlab reads format { $own }
recording-format-hint = Show it with that version, or record the run again with this one: `pidlab run zombie --record zombie.jsonl`
recording-line = this is no line of a recording: { $what }
recording-choice = an answer that its question does not have
recording-sentence = a sentence that this version does not have: { $id }
recording-nested = sentences in sentences, too many
recording-name = this cannot be a name: { $name }
recording-control = a text with control characters
recording-first = a recording begins with the start of a lab, and has one only
recording-after = more follows here after the end of the run
recording-long = the line is longer than { $mib } MiB, as none of a recording is
recording-large = the file is larger than { $mib } MiB, as no recording is
recording-faulty-hint = The file was changed, or damaged on its way. Copy it again, or record the run again: `pidlab run zombie --record zombie.jsonl`
recording-cut = the line is cut off: the file ends in the middle of it
recording-early = the recording ends before its run was over
recording-failed = here the recorded run failed: { $why }
recording-interrupted = here the recorded run was ended by { $signal }
recording-early-hint = All that was recorded has been shown; there is no verdict. To record the run again: `pidlab run zombie --record zombie.jsonl`

## Wrong usage

record-hint = Name a file that you may write: `pidlab run zombie --record /tmp/zombie.jsonl`
record-stdout = --record -: standard output shows the run, so the recording needs a file
replay-stdin = standard input
replay-step-stdin = with --step the keys come from standard input: the recording cannot come from there as well
replay-step-stdin-hint = Name its file: `pidlab replay zombie.jsonl --step`
replay-json-talks-hint = Leave one of the two out: `pidlab replay zombie.jsonl --step`
