//! Scripts as learners write them: which line is named, and what is tried.

use super::scan::scan;
use super::{Fix, Kind, Living, remedies, suspect};

fn living(names: &[&str]) -> Vec<Living> {
    names.iter().map(|name| Living { names: vec![(*name).to_owned()] }).collect()
}

/// The kind of a fault, the line that is named, and each fix with the new text.
type Found = (Kind, String, Vec<(Fix, String)>);

/// What is found if a shell is PID 1, with these children.
fn found(text: &str, children: &[&str]) -> Option<Found> {
    let script = scan(text);
    let suspect = suspect(&script, None, &living(children))?;
    let remedies = remedies(text, &script, &suspect);
    let fixes = remedies.into_iter().map(|remedy| (remedy.fix, remedy.text)).collect();
    Some((suspect.kind, text[suspect.span.clone()].to_owned(), fixes))
}

#[track_caller]
fn innocent(text: &str, children: &[&str]) {
    assert_eq!(found(text, children), None, "{text}");
}

#[track_caller]
fn guilty(text: &str, children: &[&str], kind: Kind, line: &str, fixes: &[(Fix, &str)]) {
    let (found_kind, found_line, found_fixes) =
        found(text, children).unwrap_or_else(|| panic!("nothing: {text}"));
    assert_eq!((found_kind, found_line.as_str()), (kind, line), "{text}");
    let found: Vec<(Fix, &str)> = found_fixes.iter().map(|(fix, text)| (*fix, text.as_str())).collect();
    assert_eq!(found, fixes, "{text}");
}

#[test]
fn a_service_without_exec() {
    guilty(
        "#!/bin/sh\necho \"setting up\"\nnginx -g \"daemon off;\"\n",
        &["nginx"],
        Kind::NoExec,
        "nginx -g \"daemon off;\"",
        &[(Fix::Exec, "#!/bin/sh\necho \"setting up\"\nexec nginx -g \"daemon off;\"\n")],
    );
    let fix = "exec sleep 1000; true";
    guilty("sleep 1000; true", &["sleep"], Kind::NoExec, "sleep 1000", &[(Fix::Exec, fix)]);
    let text = "#!/bin/sh\nPORT=80 gosu www my-server --port 80 >/dev/stdout 2>&1\n";
    let fix = "#!/bin/sh\nPORT=80 exec gosu www my-server --port 80 >/dev/stdout 2>&1\n";
    let line = "PORT=80 gosu www my-server --port 80 >/dev/stdout 2>&1";
    guilty(text, &["my-server"], Kind::NoExec, line, &[(Fix::Exec, fix)]);
    let text = "set -e\nif [ \"$1\" = x ]; then\n  php-fpm -F\nfi\n";
    let fix = text.replace("php", "exec php");
    guilty(text, &["php-fpm"], Kind::NoExec, "php-fpm -F", &[(Fix::Exec, &fix)]);
    guilty(
        "set -e\n\"$@\"\n",
        &["anything"],
        Kind::NoExec,
        "\"$@\"",
        &[(Fix::Exec, "set -e\nexec \"$@\"\n")],
    );
}

#[test]
fn a_trap_that_cannot_run() {
    let text = "trap 'exit 0' TERM\n/run/service\n";
    let fix = "trap 'exit 0' TERM\nexec /run/service\n";
    guilty(text, &["service"], Kind::TrapWaits, "/run/service", &[(Fix::Exec, fix)]);
}

const TRAP: &str = "trap 'kill -TERM $child; wait $child; exit $?' TERM INT";

#[test]
fn something_that_keeps_it_up() {
    guilty(
        "#!/bin/bash\nmysqld &\ntail -f /dev/null\n",
        &["mysqld", "tail"],
        Kind::Keeper,
        "tail -f /dev/null",
        &[
            (Fix::ExecService, "#!/bin/bash\nexec mysqld\n"),
            (Fix::TrapAndWait, &format!("#!/bin/bash\nmysqld & child=$!\n{TRAP}\nwait $child\n")),
        ],
    );
    // What stands between needs the service: it must stay where it is.
    let text = "mysqld --user=mysql &\nuntil mysqladmin ping; do sleep 1; done\nmysql -e 'CREATE DATABASE x'\nsleep infinity\n";
    let (kind, line, fixes) = found(text, &["mysqld", "sleep"]).unwrap();
    assert_eq!((kind, line.as_str()), (Kind::Keeper, "sleep infinity"));
    assert_eq!(fixes.iter().map(|it| it.0).collect::<Vec<_>>(), [Fix::TrapAndWait]);
    assert!(fixes[0].1.ends_with("x'\nwait $child\n"), "{}", fixes[0].1);
    guilty(
        "svc & tail -f /dev/null",
        &["svc", "tail"],
        Kind::Keeper,
        "tail -f /dev/null",
        &[
            (Fix::ExecService, "exec svc"),
            (Fix::TrapAndWait, &format!("svc & child=$!; {TRAP}; wait $child")),
        ],
    );
}

#[test]
fn an_endless_loop() {
    for head in ["while true", "while :", "while [ 1 ]", "until false", "while sleep 1"] {
        let endless = format!("{head}; do\n  sleep 1\ndone");
        let text = format!("#!/bin/sh\nnginx -g 'daemon off;' &\n{endless}\n");
        let (kind, line, fixes) = found(&text, &["nginx", "sleep"]).unwrap();
        assert_eq!((kind, line), (Kind::Endless, endless));
        assert_eq!(fixes[0], (Fix::ExecService, "#!/bin/sh\nexec nginx -g 'daemon off;'\n".to_owned()));
    }
    let (kind, line, fixes) = found("while true; do sleep 1; done", &["sleep"]).unwrap();
    assert_eq!((kind, line.as_str(), fixes), (Kind::Endless, "while true; do sleep 1; done", vec![]));
}

#[test]
fn a_daemon_and_what_keeps_it_up() {
    guilty(
        "service nginx start && sleep infinity\n",
        &["nginx", "sleep"],
        Kind::KeeperOfDaemon,
        "sleep infinity",
        &[(Fix::ExecForeground, "exec nginx -g 'daemon off;'\n")],
    );
    guilty(
        "php-fpm8.2\ntail -f /var/log/php.log\n",
        &["php-fpm8.2", "tail"],
        Kind::KeeperOfDaemon,
        "tail -f /var/log/php.log",
        &[(Fix::ExecForeground, "exec php-fpm8.2 -F\n")],
    );
}

#[test]
fn a_wait_without_a_trap() {
    let text = "svc &\nwait\n";
    let (kind, line, fixes) = found(text, &["svc"]).unwrap();
    assert_eq!((kind, line.as_str()), (Kind::NoTrap, "wait"));
    assert_eq!(fixes[0], (Fix::ExecService, "exec svc\n".to_owned()));
    let text = "trap 'exit 0' TERM\nsvc &\nwait\n";
    let (kind, line, fixes) = found(text, &["svc"]).unwrap();
    assert_eq!((kind, line.as_str()), (Kind::TrapForgets, "trap 'exit 0' TERM"));
    assert_eq!(fixes[0].1, "trap 'exit 0' TERM\nexec svc\n");
    innocent("trap cleanup TERM\nsvc &\nwait\n", &["svc"]);
    innocent("trap 'kill -TERM $p; wait $p' TERM\nsvc & p=$!\nwait $p\n", &["svc"]);
    innocent("trap 'kill 0' SIGTERM\nsvc &\nwait\n", &["svc"]);
}

#[test]
fn the_innocent_are_left_alone() {
    // What runs is not what the text says, or no shell waits for it.
    innocent("#!/bin/sh\nset -e\nexec \"$@\"\n", &[]);
    innocent("nginx -g 'daemon off;'\n", &["other"]);
    innocent("# nginx\necho nginx\ncat <<EOF\nnginx\nEOF\nmkdir -p /run/nginx\n", &["nginx"]);
    innocent("x='nginx'\necho \"$(nginx)\"\n", &["nginx"]);
    innocent("(nginx)\nnginx | cat\n! nginx\n", &["nginx"]);
    innocent("until nc -z db 3306; do sleep 1; done\nexec php-fpm -F\n", &["nc"]);
    innocent("until nc -z db 3306; do sleep 1; done\nphp-fpm -F\n", &["sleep"]);
    // A loop that ends, that works, or that runs beside.
    innocent("while true; do pgrep svc || exit 1; sleep 5; done\n", &["other"]);
    innocent("while true; do nc -l 80; done &\nexec svc\n", &["nc"]);
    innocent("while read line; do echo $line; done < file\n", &["svc"]);
    innocent("case $1 in\nnginx) echo x;;\n*) exec svc;;\nesac\n", &["nginx"]);
    innocent("", &["svc"]);
}

/// The shell is still in its preparations: what it waits for is not what keeps it up.
#[test]
fn preparations_are_no_fault() {
    innocent("sleep 2\nexec nginx\n", &["sleep"]);
    innocent("svc &\nsleep 5\nsvc-admin ping\nwait\ntrap 'kill 1' TERM\n", &["svc", "sleep"]);
}

/// No text may make it panic or hang.
#[test]
fn whatever_stands_in_it() {
    let text = "#!/bin/sh\nf() { nginx -g \"daemon ${x:-$(echo 'a\"')}\" & }\nwhile :; do case a in (b) :;; esac; done <<A 2>&1 &\n한글\nA\n[[ a && b ]] || ((1+1)); `x` $'y' \\";
    for end in 0..=text.len() {
        if let Some(part) = text.get(..end) {
            let script = scan(part);
            for command in &script.commands {
                assert!(part.get(command.span.clone()).is_some() && command.until <= part.len());
            }
            if let Some(found) = suspect(&script, None, &living(&["nginx", "sleep"])) {
                assert!(part.get(found.span.clone()).is_some());
                remedies(part, &script, &found);
            }
        }
    }
}
