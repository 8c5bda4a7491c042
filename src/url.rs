//! The server's address: what users paste, made into what requests start with.

use crate::text::{self, is_word_of};

const NO_SCHEME: &str = "it must start with http:// or https://";

/// The root of an Odoo server: scheme, host and perhaps a path, with no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl {
    address: String,
    /// How much of it scheme and host are.
    origin: usize,
}

impl ServerUrl {
    /// Reads an address. A query, a fragment, slashes at the end and what follows the root in a
    /// pasted address of Odoo's own ([`odoo_route`]) are dropped.
    ///
    /// # Errors
    /// A sentence that says what is wrong; it never repeats a password that the address may hold.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err(invalid("it is empty"));
        }
        if may_hold_password(text) {
            return Err(
                "Invalid url: it holds an '@', so perhaps a user name or password; pass username and password to the client \
                 instead, and what a proxy wants through headers"
                    .into(),
            );
        }
        let parts = text::split_once(text, b':');
        let parts = parts.and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)));
        let Some((scheme, rest)) = parts else {
            return Err(invalid(NO_SCHEME));
        };
        let scheme = match scheme {
            _ if text::is_same_word(scheme, "http") => "http",
            _ if text::is_same_word(scheme, "https") => "https",
            _ => return Err(invalid(NO_SCHEME)),
        };
        let (rest, _) = split_before(rest, |byte| byte == b'?' || byte == b'#');
        let (authority, path) = split_before(rest, |byte| byte == b'/');
        if !is_authority(authority) {
            return Err(invalid("it names no valid host"));
        }
        if path
            .chars()
            .any(|c| c == '\\' || c.is_whitespace() || c.is_control())
        {
            return Err(invalid("its path is not valid"));
        }
        let mut path = &path[..odoo_route(path).unwrap_or(path.len())];
        while let Some(shorter) = path.strip_suffix('/') {
            path = shorter;
        }
        let origin = [scheme, "://", authority].concat();
        Ok(Self {
            origin: origin.len(),
            address: origin + path,
        })
    }

    /// The address without its path, where it has one: what may have been meant when nothing of
    /// Odoo answers there.
    pub fn without_path(&self) -> Option<&str> {
        (self.origin < self.address.len()).then(|| &self.address[..self.origin])
    }

    /// The same address with the other scheme.
    pub fn with_other_scheme(&self) -> String {
        match self.address.strip_prefix("https") {
            Some(rest) => ["http", rest].concat(),
            None => ["https", &self.address["http".len()..]].concat(),
        }
    }

    /// Whether it starts with https.
    pub fn is_secure(&self) -> bool {
        self.address.starts_with("https:")
    }

    /// The address of `path`, which starts with a slash.
    pub fn join(&self, path: &str) -> String {
        [&self.address, path].concat()
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.address
    }
}

#[inline(never)]
fn invalid(what: &str) -> String {
    let example = "expected the server's root, like https://example.odoo.com";
    ["Invalid url: ", what, "; ", example].concat()
}

/// Whether an `@` stands anywhere in an address, written out, escaped or as a character that hosts
/// are normalised from. A password may hold any of `/`, `?` and `#`, so that no part of the address
/// is above suspicion; no root needs one.
fn may_hold_password(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '@' | '\u{fe6b}' | '\u{ff20}'))
        || text.as_bytes().windows(3).any(|three| three == b"%40")
}

/// Where in a path one of Odoo's own routes begins, as in an address that was copied from a browser
/// or from a program for another protocol. A server may live under any path (`/erp`, `/odoo-prod`),
/// so only what no prefix would be called is known here: `/odoo` alone, the web client of Odoo 18
/// and later, may be a prefix as well.
fn odoo_route(path: &str) -> Option<usize> {
    let mut at = 0;
    while at < path.len() {
        let (first, rest) = segment(&path[at..]);
        let (second, _) = segment(rest);
        let is_route = match first {
            "web" => second.is_empty() || is_word_of(WEB, second),
            "odoo" => is_action(second),
            "jsonrpc" => second.is_empty(),
            "json" => is_word_of("1 2 version ", second),
            "xmlrpc" => second.is_empty() || is_word_of("2 common object db ", second),
            "doc-bearer" => true,
            _ => false,
        };
        if is_route {
            return Some(at);
        }
        at = path.len() - rest.len();
    }
    None
}

/// The first part of a path, without its slashes, and the rest.
fn segment(path: &str) -> (&str, &str) {
    let start = text::position(path, |byte| byte != b'/').unwrap_or(path.len());
    split_before(&path[start..], |byte| byte == b'/')
}

/// What may follow `/web`; a space follows each.
const WEB: &str = "action assets become binary content database dataset health image login login_successful \
    manifest.webmanifest reset_password session signup static tests version webclient ";

/// Whether a part of a path is one of the web client's own: `action-123`, `m-res.partner`, a
/// record's id, a model.
fn is_action(part: &str) -> bool {
    let is_model = || {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_');
        part.bytes().any(|byte| byte == b'.') && part.bytes().all(is_plain)
    };
    let is_id = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_id || part.starts_with("action-") || part.starts_with("m-") || is_model()
}

/// What stands before the first byte that is `wanted`, and the rest from that byte on.
fn split_before(text: &str, wanted: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text::position(text, wanted).unwrap_or(text.len()))
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(literal) => match text::split_once(literal, b']') {
            Some((address, port)) => (address, port),
            None => return false,
        },
        None => split_before(authority, |byte| byte == b':'),
    };
    let unwanted = |c: char| {
        let delimits = matches!(
            c,
            '\\' | '^' | '|' | '<' | '>' | '"' | '`' | '{' | '}' | '%'
        );
        delimits || c.is_whitespace() || c.is_control()
    };
    is_port(port) && !host.is_empty() && !host.chars().any(unwanted)
}

/// Whether `port` is one with its colon, or none.
fn is_port(port: &str) -> bool {
    let Some(digits) = port.strip_prefix(':') else {
        return port.is_empty();
    };
    let mut number = 0;
    for digit in digits.bytes() {
        if !digit.is_ascii_digit() {
            return false;
        }
        number = (number * 10 + u32::from(digit - b'0')).min(100_000);
    }
    digits.len() <= 5 && number <= 65_535
}

#[cfg(test)]
mod tests {
    use super::ServerUrl;

    fn root(text: &str) -> String {
        ServerUrl::parse(text)
            .map(|url| url.address)
            .unwrap_or_else(|reason| reason)
    }

    #[test]
    fn slashes_queries_and_fragments_at_the_end_are_dropped() {
        assert_eq!(root("http://host"), "http://host");
        assert_eq!(root("http://host/"), "http://host");
        assert_eq!(root(" http://host:8069// "), "http://host:8069");
        assert_eq!(root("https://host/erp/?db=x#top"), "https://host/erp");
        assert_eq!(root("HTTPS://Host?debug=1"), "https://Host");
        assert_eq!(root("http://[::1]:8069/"), "http://[::1]:8069");
    }

    #[test]
    fn an_address_that_cannot_work_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", "is empty"),
            ("   ", "is empty"),
            ("localhost:8069", "must start with http:// or https://"),
            ("ftp://host", "http://"),
            ("http://", "no valid host"),
            ("http:///path", "no valid host"),
            ("http://host:port", "no valid host"),
            ("http://host:99999", "no valid host"),
            ("http://ho st", "no valid host"),
            ("http://[::1", "no valid host"),
            ("http://host/a b", "path is not valid"),
        ] {
            assert!(
                root(text).contains(reason),
                "{text:?} gave {:?}",
                root(text)
            );
        }
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        for text in [
            "https://user:hunter2@host",
            "http://user:12345/hunter2@host",
            "http://user:12?hunter2@host",
            "http://user:12#hunter2@host/web",
            "http://user:12/hunter2%40host",
            "ftp://user:hunter2@host",
            "user:hunter2@host",
            "http:user:hunter2@host",
            "//user:hunter2@host",
            "http://user:hunter2\u{ff20}host",
            "http://user:12/hunter2\u{fe6b}host",
        ] {
            let reason = root(text);
            assert!(reason.contains("user name or password"), "{reason}");
            assert!(!reason.contains("hunter2"), "{reason}");
        }
        for text in ["http://user:hunter2", "http://user%3Ahunter2", "hunter2"] {
            let reason = root(text);
            assert!(reason.starts_with("Invalid url"), "{reason}");
            assert!(!reason.contains("hunter2"), "{reason}");
        }
    }

    #[test]
    fn what_follows_the_root_in_a_pasted_address_is_cut() {
        for path in [
            "/web",
            "/web/",
            "//web",
            "/web#action=123&model=res.partner&view_type=list",
            "/web?debug=1#id=7",
            "/web/login",
            "/web/login?redirect=%2Fodoo%3F",
            "/web/database/selector",
            "/web/database/manager",
            "/web/session/authenticate",
            "/web/dataset/call_kw/res.partner/read",
            "/web/webclient/version_info",
            "/jsonrpc",
            "/json/2",
            "/json/2/res.partner/search_read",
            "/xmlrpc",
            "/xmlrpc/2",
            "/xmlrpc/2/common",
            "/xmlrpc/common",
            "/doc-bearer/res.partner.json",
            "/odoo/action-123",
            "/odoo/action-contacts.action_contacts/7",
            "/odoo/res.partner/7",
            "/odoo/m-res.partner/new",
            "/#home",
        ] {
            assert_eq!(
                root(&["https://host", path].concat()),
                "https://host",
                "{path}"
            );
            let under = ["https://host:8443/erp", path].concat();
            assert_eq!(root(&under), "https://host:8443/erp", "{path}");
        }
    }

    #[test]
    fn a_server_under_a_path_keeps_its_path() {
        for address in [
            "https://host/odoo",
            "https://host/odoo-prod",
            "https://host/odoo/prod",
            "https://host/web-shop",
            "https://host/webshop/erp",
            "https://host/web/erp",
            "https://host/json",
            "https://host/erp/jsonrpc-proxy",
            "https://host/en/my",
        ] {
            assert_eq!(root(address), address);
        }
        assert_eq!(root("https://host/odoo/?debug=1#top"), "https://host/odoo");
    }

    #[test]
    fn an_address_knows_its_host_alone_and_its_other_scheme() {
        let parse = |text| ServerUrl::parse(text).unwrap_or_else(|reason| panic!("{reason}"));
        let url = parse("https://host:8443/odoo/");
        assert_eq!(url.without_path(), Some("https://host:8443"));
        assert_eq!(url.with_other_scheme(), "http://host:8443/odoo");
        assert!(url.is_secure());
        let url = parse("http://host/web");
        assert_eq!(url.without_path(), None);
        assert_eq!(url.with_other_scheme(), "https://host");
        assert!(!url.is_secure());
    }
}
