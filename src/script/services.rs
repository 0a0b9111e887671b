//! Services that go to the background unless they are told not to, and how they are told.

use super::scan::{Command, base};

/// A service, and its command in the foreground, as its manual has it.
const FOREGROUND: [(&str, &str); 11] = [
    ("nginx", "nginx -g 'daemon off;'"),
    ("apache2", "apachectl -D FOREGROUND"),
    ("apache2ctl", "apachectl -D FOREGROUND"),
    ("httpd", "httpd -D FOREGROUND"),
    ("mariadb", "mariadbd-safe"),
    ("mysql", "mysqld_safe"),
    ("redis-server", "redis-server --daemonize no"),
    ("ssh", "/usr/sbin/sshd -D"),
    ("sshd", "/usr/sbin/sshd -D"),
    ("cron", "cron -f"),
    ("supervisord", "supervisord --nodaemon"),
];

/// Words of such a command that mean that it stays in the foreground already.
const STAYS: [&str; 8] =
    ["daemon off;", "FOREGROUND", "-F", "--nodaemonize", "--nodaemon", "--daemonize", "-D", "-f"];

/// The service that a command starts in the background by the service's own means: `service nginx start`,
/// `/etc/init.d/nginx start`, `nginx`.
pub fn started(command: &Command) -> Option<String> {
    let words: Vec<&str> = command.call().iter().map(|word| word.text.as_str()).collect();
    match words.as_slice() {
        ["service" | "/usr/sbin/service", name, "start" | "restart"]
        | ["systemctl", "start" | "restart", name] => Some((*name).to_owned()),
        [script, "start" | "restart"] if script.starts_with("/etc/init.d/") => Some(base(script).to_owned()),
        [name, rest @ ..] => {
            let name = base(name);
            let stays = rest.iter().any(|word| STAYS.contains(word));
            (foreground(name).is_some() && !stays).then(|| name.to_owned())
        }
        [] => None,
    }
}

/// The command that runs a service in the foreground, if it is known.
pub fn foreground(service: &str) -> Option<String> {
    if is_php_fpm(service) {
        return Some(format!("{service} -F"));
    }
    FOREGROUND.iter().find(|(name, _)| *name == service).map(|(_, command)| (*command).to_owned())
}

/// `php-fpm`, `php-fpm8.2`, `php8.2-fpm` (the service's name, not the program's).
fn is_php_fpm(name: &str) -> bool {
    name.strip_prefix("php-fpm")
        .is_some_and(|version| version.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// Whether this program belongs to that service, by its name: `mysqld` to `mysql`, `sshd` to `ssh`.
pub fn belongs(program: &str, service: &str) -> bool {
    program.starts_with(service)
        || (service == "mysql" || service == "mariadb") && program.starts_with("maria")
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn what_goes_to_the_background_is_told_from_what_stays() {
        for (line, service) in [
            ("service nginx start", Some("nginx")),
            ("/etc/init.d/mysql restart", Some("mysql")),
            ("systemctl start ssh", Some("ssh")),
            ("nginx", Some("nginx")),
            ("/usr/sbin/php-fpm8.2 --fpm-config x", Some("php-fpm8.2")),
            ("nginx -g 'daemon off;'", None),
            ("php-fpm -F", None),
            ("/usr/sbin/sshd -D", None),
            ("service nginx status", None),
            ("my-server", None),
            ("A=1", None),
        ] {
            assert_eq!(started(&scan(line).commands[0]).as_deref(), service, "{line}");
        }
    }

    #[test]
    fn each_has_its_own_way_to_stay() {
        assert_eq!(foreground("nginx").unwrap(), "nginx -g 'daemon off;'");
        assert_eq!(foreground("php-fpm7.4").unwrap(), "php-fpm7.4 -F");
        assert_eq!(foreground("my-server"), None);
        assert!(belongs("mysqld", "mysql") && belongs("mariadbd", "mysql") && !belongs("sleep", "nginx"));
    }
}
