//! The web session: the login opens one, a cookie names it, and the password is not needed again. All versions.

use super::Call;
use super::http::Response;
use crate::text;
use crate::value::{Part, Value, written};

/// Where a session is opened.
pub const AUTHENTICATE: &str = "/web/session/authenticate";
/// Where a session tells whose it is.
pub const SESSION_INFO: &str = "/web/session/get_session_info";
/// Where a session's user asks for the own context.
pub const OWN_CONTEXT: &str = "/web/dataset/call_kw/res.users/context_get";
/// Where a session ends.
pub const DESTROY: &str = "/web/session/destroy";
/// Where the server lists its databases, if it lists them.
pub const DATABASES: &str = "/web/database/list";
/// Where the server tells its version, without a login. All versions.
pub const VERSION: &str = "/web/webclient/version_info";
/// Where methods are called, followed by model and method.
pub const CALL_KW: &str = "/web/dataset/call_kw/";

/// Opens a session.
pub fn authenticate<V: Value>(id: u64, database: &str, username: &str, password: &str) -> V::Text {
    let mut params = V::object();
    for (name, value) in [
        ("db", database),
        ("login", username),
        ("password", password),
    ] {
        params.set(name, V::string(value));
    }
    call::<V>(id, &written(&params))
}

/// A request that has nothing to say but the cookie it comes with.
pub fn without_params<V: Value>(id: u64) -> V::Text {
    call::<V>(id, &written(&V::object()))
}

/// Serialises a call: the params of its request.
///
/// # Errors
/// The exception of a value that JSON cannot carry.
pub fn encode<V: Value>(call: &Call<V>) -> Result<V::Text, V> {
    V::call_params(&call.model, &call.method, &call.args, &call.kwargs)
}

/// A request with these params.
pub fn call<V: Value>(id: u64, params: &V::Text) -> V::Text {
    V::join(&[
        Part::Literal(BEGIN),
        Part::Text(params),
        Part::Literal(END),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

const BEGIN: &str = r#"{"jsonrpc":"2.0","method":"call","params":"#;
const END: &str = r#","id":"#;

/// Whether an answer is the page that Odoo gives to a session that is gone, where there are several databases: it then knows none
/// of the paths of a database. (Any program made with werkzeug has such a page.)
///
/// Source: the recordings `multidb-web-call-kw-after-destroy` of 17, 18 and 19.
pub fn is_gone<V>(response: &Response<V>) -> bool {
    const TITLE: &str = "<title>404 Not Found</title>";
    const WORDS: [&str; 2] = [
        "<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>",
        "<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>",
    ];
    let head = response.head.as_ref();
    let page = head.and_then(|head| head.page.as_deref());
    response.status == 404
        && page.is_some_and(|page| {
            text::holds(page, TITLE) && WORDS.iter().any(|words| text::holds(page, words))
        })
}

/// The session that an answer names, where it does. Odoo 19 may name two: the last one counts, as for a browser.
pub fn session_id<V>(response: &Response<V>) -> Option<&str> {
    const NAME: &[u8] = b"session_id=";
    let cookies = response.head.as_ref()?.set_cookie.as_deref()?;
    let bytes = cookies.as_bytes();
    let is_start = |at: &usize| {
        bytes[*at..].starts_with(NAME) && (*at == 0 || matches!(bytes[at - 1], b' ' | b','))
    };
    let start = (0..bytes.len()).rev().find(is_start)?;
    let value = cookies.get(start + NAME.len()..)?;
    let is_end = |byte: &u8| matches!(byte, b';' | b',' | b' ');
    let end = value.bytes().position(|byte| is_end(&byte));
    let id = value.get(..end.unwrap_or(value.len()))?;
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::super::http::{Body, Head, Response};
    use super::session_id;

    fn named(cookies: &str) -> Option<String> {
        let head = Head {
            set_cookie: Some(cookies.into()),
            ..Head::default()
        };
        let response = Response {
            status: 200,
            has_headers: true,
            body: Body::Json(()),
            head: Some(Box::new(head)),
        };
        session_id(&response).map(str::to_owned)
    }

    #[test]
    fn the_last_session_that_an_answer_names_counts() {
        assert_eq!(
            named("session_id=a1; Expires=Mon, 22 Nov 2027 13:34:15 GMT; Path=/").as_deref(),
            Some("a1")
        );
        assert_eq!(
            named("session_id=a1; Path=/, session_id=b2; HttpOnly").as_deref(),
            Some("b2")
        );
        assert_eq!(
            named("cids=; Max-Age=0, session_id=c_-3").as_deref(),
            Some("c_-3")
        );
        assert_eq!(
            named("session_id=a1; Path=/,my_session_id=b2, x=session_id=c3").as_deref(),
            Some("a1")
        );
        for nothing in ["", "cids=1", "session_id=", "session_id=; Path=/"] {
            assert_eq!(named(nothing), None, "{nothing:?}");
        }
    }
}
