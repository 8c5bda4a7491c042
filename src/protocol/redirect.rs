//! Redirects. None is followed: the request would be sent again, with its passwords and headers, to
//! the server that the redirect names. The error says where it leads, and which `url` to use.
//!
//! The server may have done something before it redirected: nothing is retried, and nothing is
//! certain.

use super::http::{Head, Response};
use crate::text;

/// What a redirect means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where it leads, and what to do.
    pub advice: String,
    /// Whether no other request to this server would fare better: it leads to another one, or to
    /// the same path elsewhere.
    pub is_final: bool,
    /// Whether it may lead to Odoo's page to log in.
    pub may_be_login: bool,
    /// Whether it certainly does.
    pub is_login: bool,
}

/// The statuses that `fetch` follows unless it is told not to; 0 is what browsers show of them.
const STATUSES: [u16; 6] = [0, 301, 302, 303, 307, 308];

/// An address in its parts, without what may hold a secret: user and password, query and fragment.
struct Address<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: &'a str,
}

/// What an answer to the request for `path` below the server's `root` means, where it is a
/// redirect.
pub fn of<V>(response: &Response<V>, root: &str, path: &str) -> Option<Redirect> {
    if !STATUSES.contains(&response.status) {
        return None;
    }
    let head: Option<&Head> = response.head.as_deref();
    let location = head.and_then(|head| head.location.as_deref());
    let root_address = parsed(root)?;
    let Some(target) = location.and_then(|location| resolved(&root_address, location)) else {
        let advice = [
            root,
            " redirects ",
            path,
            ", and the target is not known. ",
            NOT_FOLLOWED,
            "use the address that it leads to as url",
        ];
        return Some(Redirect {
            advice: advice.concat(),
            is_final: false,
            may_be_login: true,
            is_login: false,
        });
    };
    let is_same_host = text::is_same_word(root_address.authority, target.authority);
    let is_same_origin = is_same_host && root_address.scheme == target.scheme;
    let origin = [target.scheme, "://", target.authority].concat();
    let shown = [&origin, shortened(target.path)].concat();
    // The same path behind another beginning: there Odoo's root is.
    let beginning = target.path.strip_suffix(path);
    let right = beginning.map(|beginning| [&origin, beginning].concat());
    let is_loop = right.as_deref() == Some(root);
    let is_upgrade = is_same_host && !is_same_origin && target.scheme == "https";
    let advice = match right {
        _ if is_loop => [
            root,
            path,
            " redirects to itself: check the proxy before Odoo",
        ]
        .concat(),
        Some(right) if is_upgrade => {
            [root, " is there over https alone: use ", &right, " as url"].concat()
        }
        Some(right) => [
            "The server redirects to ",
            &shown,
            ". ",
            NOT_FOLLOWED,
            "if that is your Odoo, use ",
            &right,
            " as url",
        ]
        .concat(),
        None if is_same_origin => [
            "The server redirects ",
            path,
            " to ",
            &shown,
            ". ",
            NOT_FOLLOWED,
            "check that ",
            root,
            " is the root of Odoo, and that what stands before it lets its API through",
        ]
        .concat(),
        None => [
            "The server redirects to ",
            &shown,
            ". ",
            NOT_FOLLOWED,
            "if your Odoo is there, use ",
            &origin,
            " as url",
        ]
        .concat(),
    };
    let is_login = is_same_origin && target.path.ends_with("/web/login");
    Some(Redirect {
        advice,
        is_final: !is_same_origin || beginning.is_some(),
        may_be_login: is_login,
        is_login,
    })
}

const NOT_FOLLOWED: &str =
    "The client follows no redirect, so that nothing is sent twice or to another server: ";

/// The parts of an address that starts with a scheme of the web.
fn parsed(address: &str) -> Option<Address<'_>> {
    let (scheme, rest) = text::split_once(address, b':')?;
    let scheme = ["http", "https"]
        .into_iter()
        .find(|known| text::is_same_word(known, scheme))?;
    let rest = rest.strip_prefix("//")?;
    let end = text::position(rest, |byte| matches!(byte, b'/' | b'?' | b'#' | b'\\'));
    let (authority, path) = rest.split_at(end.unwrap_or(rest.len()));
    let authority = text::after_last(authority, b'@');
    let usual: &[u8] = match scheme {
        "http" => b":80",
        _ => b":443",
    };
    let bare = authority.len().checked_sub(usual.len());
    let authority = match bare {
        Some(at) if authority.as_bytes().ends_with(usual) => &authority[..at],
        _ => authority,
    };
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
    let is_host = !authority.is_empty() && authority.bytes().all(is_plain);
    is_host.then_some(Address {
        scheme,
        authority,
        path: bare_path(path),
    })
}

/// Where a location leads that was given by the server `root`; none where that is no address of the
/// web.
fn resolved<'a>(root: &Address<'a>, location: &'a str) -> Option<Address<'a>> {
    let location = location.trim();
    if let Some(rest) = location.strip_prefix("//") {
        let end = text::position(rest, |byte| matches!(byte, b'/' | b'?' | b'#'));
        let (authority, path) = rest.split_at(end.unwrap_or(rest.len()));
        return Some(Address {
            scheme: root.scheme,
            authority: text::after_last(authority, b'@'),
            path: bare_path(path),
        });
    }
    if location.starts_with('/') {
        return Some(Address {
            path: bare_path(location),
            ..*root
        });
    }
    parsed(location)
}

/// A path without query, fragment and parameters.
fn bare_path(path: &str) -> &str {
    let end = text::position(path, |byte| matches!(byte, b'?' | b'#' | b';'));
    &path[..end.unwrap_or(path.len())]
}

fn shortened(path: &str) -> &str {
    const LONGEST: usize = 200;
    path.char_indices()
        .nth(LONGEST)
        .map_or(path, |(cut, _)| &path[..cut])
}

#[cfg(test)]
mod tests {
    use super::super::http::{Body, Head, Response};
    use super::{Redirect, of};

    fn redirect(root: &str, path: &str, location: Option<&str>) -> Redirect {
        let response = Response::<()> {
            status: 302,
            has_headers: true,
            body: Body::Ignored,
            head: Some(Box::new(Head {
                location: location.map(str::to_owned),
                ..Head::default()
            })),
        };
        of(&response, root, path).expect("a redirect")
    }

    #[test]
    fn the_right_url_is_named() {
        for (root, location, right) in [
            (
                "http://h",
                "https://h/jsonrpc",
                "http://h is there over https alone: use https://h as url",
            ),
            (
                "http://h",
                "https://h:443/jsonrpc?x=1",
                "use https://h as url",
            ),
            (
                "http://H/erp",
                "https://h/erp/jsonrpc",
                "use https://h/erp as url",
            ),
            (
                "http://h",
                "https://www.h/jsonrpc",
                "use https://www.h as url",
            ),
            ("http://h", "/odoo/jsonrpc", "use http://h/odoo as url"),
            ("http://h", "//other/jsonrpc", "use http://other as url"),
            (
                "http://h",
                "https://other/sign-in",
                "use https://other as url",
            ),
            ("http://h", "/sign-in", "check that http://h is the root"),
            ("http://h", "/jsonrpc", "redirects to itself"),
            ("http://h", "http://h/jsonrpc?again", "redirects to itself"),
            ("http://h:8069", "https://h/jsonrpc", "use https://h as url"),
        ] {
            let advice = redirect(root, "/jsonrpc", Some(location)).advice;
            assert!(advice.contains(right), "{location}: {advice}");
        }
    }

    #[test]
    fn no_secret_of_the_location_is_repeated() {
        for location in [
            "https://ada:hunter2@other/x",
            "https://other/x?token=hunter2",
            "https://other/x#hunter2",
            "https://other/x;session=hunter2",
            "//ada:hunter2@other/x",
            "/x?password=hunter2",
            "ftp://ada:hunter2@other/x",
            "hunter2",
        ] {
            let advice = redirect("http://h", "/jsonrpc", Some(location)).advice;
            assert!(!advice.contains("hunter2"), "{location}: {advice}");
        }
    }

    #[test]
    fn a_way_to_another_server_or_to_the_same_path_is_final_and_one_to_a_page_is_not() {
        for (location, is_final, may_be_login) in [
            (Some("https://h/jsonrpc"), true, false),
            (Some("https://h/web/login"), true, false),
            (Some("http://other/web/login"), true, false),
            (Some("/odoo/jsonrpc"), true, false),
            (Some("/jsonrpc"), true, false),
            (Some("/web/login?redirect=x"), false, true),
            (Some("/sign-in"), false, false),
            (Some("mailto:x"), false, true),
            (None, false, true),
        ] {
            let told = redirect("http://h", "/jsonrpc", location);
            assert_eq!(
                (told.is_final, told.may_be_login),
                (is_final, may_be_login),
                "{location:?}"
            );
        }
    }

    #[test]
    fn other_statuses_are_no_redirects() {
        for status in [200, 204, 300, 304, 400, 404, 502] {
            let response = Response::<()> {
                status,
                has_headers: true,
                body: Body::Ignored,
                head: None,
            };
            assert_eq!(of(&response, "http://h", "/x"), None, "{status}");
        }
    }
}
