## pidlab claims: the page

claims-head = What the course claims, and what the kernel shows · Linux { $kernel } · { $mode }
claims-progress = playing { $lab } … { $done } of { $all }
claims-holds = holds
claims-holds-if = holds if { $condition }
claims-does-not-hold = does not hold
claims-not-shown = not shown here
claims-place = { $lab }, step { $step }
claims-place-init = { $lab } with { $init }, step { $step }
claims-evidence = { $place }: { $what }
claims-evidence-titled = { $place }, “{ $title }”: { $what }
claims-row = { $done }: { $what }
claims-so = What is so: { $so }
claims-checks = What this run has shown
claims-see = To see it yourself
claims-count = Hold: { $holds } · hold if …: { $if } · do not hold: { $not } · not shown here: { $unknown }.
claims-played = { $labs ->
    [one] One lab was played, in { $seconds } s.
   *[other] { $labs } labs were played, in { $seconds } s.
}
claims-more = One explained, with all its evidence: `pidlab claims A21`
claims-remedy = what helps: { $remedy }

## Why there is no verdict

claims-why-differs = expected “{ $what }”, and that did not hold
claims-why-differs-seen = expected “{ $what }”, and saw: { $seen }
claims-why-unchecked = nothing was checked in this step
claims-why-not-played = the lab ended before this step

## Errors

claims-unknown = there is no claim named { $id }
claims-unknown-hint = The claims are: { $known }. All of them: pidlab claims
claims-faulty = labs/claims.toml is faulty: { $fault }
