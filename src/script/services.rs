//! Services that go to the background unless they are told not to, and how they are told.

use super::scan::{Command, base};

/// A service, and its command in the foreground, as its manual has it.
const FOREGROUND: [(&str, &str); 11] = [
    ("nginx", "nginx -g 'daemon off;'"),
    ("apache2", "apachectl -D FOREGROUND"),
    ("apache2ctl", "apachectl -D FOREGROUND"),
    ("httpd", "httpd -D FOREGROUND"),
    // Not mysqld_safe, which ignores SIGTERM. Of what `service` does before, the folder of the socket is needed.
    ("mariadb", "mariadbd --user=mysql"),
    ("mysql", "mysqld --user=mysql"),
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
    if let Some(program) = php_fpm(service) {
        return Some(format!("{program} -F"));
    }
    FOREGROUND.iter().find(|(name, _)| *name == service).map(|(_, command)| (*command).to_owned())
}

/// What has to be there before a service runs in the foreground, where `service NAME start` would have made it.
pub fn preparation(service: &str) -> Option<&'static str> {
    matches!(service, "mariadb" | "mysql").then_some("mkdir -p /run/mysqld; chown mysql: /run/mysqld")
}

/// The options that keep a service in the foreground which is started by its own name, to be added to those it has.
pub fn options(command: &Command) -> Option<String> {
    let name = base(&command.call().first()?.text).to_owned();
    let wanted = foreground(&name)?;
    let options = wanted.strip_prefix(name.as_str())?.strip_prefix(' ')?;
    let given = |word: &str| command.call().iter().any(|it| it.text == word);
    // One that may be given once only.
    options.split(' ').next().is_some_and(|option| !given(option)).then(|| options.to_owned())
}

/// The program's name: `php-fpm` and `php-fpm8.2` themselves, `php-fpm8.2` of the service `php8.2-fpm`.
fn php_fpm(name: &str) -> Option<String> {
    let is_version = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let of_program = name.strip_prefix("php-fpm");
    let of_service = || name.strip_prefix("php").and_then(|rest| rest.strip_suffix("-fpm"));
    of_program.or_else(of_service).filter(|text| is_version(text)).map(|version| format!("php-fpm{version}"))
}

/// Whether this program belongs to that service, by its name: `mysqld` to `mysql`, `sshd` to `ssh`.
pub fn belongs(program: &str, service: &str) -> bool {
    program.starts_with(service)
        || (service == "mysql" || service == "mariadb") && program.starts_with("maria")
        || php_fpm(service).is_some_and(|name| program.starts_with(&name))
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
            ("service php8.2-fpm start", Some("php8.2-fpm")),
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
        assert_eq!(foreground("php8.2-fpm").unwrap(), "php-fpm8.2 -F");
        assert_eq!(foreground("phpx-fpm"), None);
        assert_eq!(foreground("my-server"), None);
        let options_of = |line| options(&scan(line).commands[0]);
        assert_eq!(options_of("/usr/sbin/nginx -c /e.conf").unwrap(), "-g 'daemon off;'");
        assert_eq!(options_of("php-fpm8.2 -y x").unwrap(), "-F");
        assert_eq!(options_of("nginx -g 'pid /x;'"), None);
        assert_eq!(options_of("apache2"), None);
        assert!(belongs("php-fpm8.2", "php8.2-fpm"));
        assert!(belongs("mysqld", "mysql") && belongs("mariadbd", "mysql") && !belongs("sleep", "nginx"));
    }
}
