//! What is said of a login that came to nothing: what answered, from where, and what to do next.
//! Odoo's own words stay; a guess only stands behind them.

use super::Server;
use super::credentials::Credentials;
use super::http::has_trouble;
use crate::advice;
use crate::error::{Class, Error, Failure};
use crate::text::find;
use crate::value::{Value, quote};

/// Name or nothing, in quotes.
fn named(name: Option<&str>) -> String {
    quote(name.unwrap_or_default())
}

/// The error for what answered at `path` in place of Odoo: a page, a proxy, another program.
pub(crate) fn not_odoo<V: Value>(server: &Server, path: &str, mut error: Error<V>) -> Failure<V> {
    let status = error.place.status.unwrap_or_default();
    // Odoo's own words need no guess, and a redirect says where it leads.
    if error.data.is_some() || has_trouble(status) || matches!(status, 0 | 300..400) {
        return error.into();
    }
    let url = &server.url;
    let mut message = [&error.message, ". It came from ", url.as_str(), path].concat();
    let is_for_other_scheme = !url.is_secure()
        && ["HTTPS port", "HTTPS server", "plain HTTP"]
            .iter()
            .any(|words| find(&error.message, words).is_some());
    message += match status {
        _ if is_for_other_scheme => ": the server speaks https there. Pass url: ",
        401 | 407 => {
            ": something before Odoo wants a login of its own. Pass what it wants through headers"
        }
        403 => ": something before Odoo forbids the request. Check the proxy's rules, and the url",
        _ => ": no Odoo answers there. Check that the url is the root of an Odoo server",
    };
    if is_for_other_scheme {
        message += &url.with_other_scheme();
    } else if let Some(root) = url.without_path() {
        message += ["; perhaps it is ", root].concat().as_str();
    }
    error.message = message;
    error.into()
}

/// The error for a wrong password; `hint` says what else it may be.
pub(crate) fn refused<V: Value>(
    server: &Server,
    credentials: &Credentials,
    hint: &str,
) -> Failure<V> {
    let message = [
        "Authentication failed: wrong username or password for user ",
        &named(credentials.username.as_deref()),
        " on database ",
        &named(server.database.as_deref()),
        hint,
    ];
    Failure::new(Class::Auth, message.concat())
}

/// The text of a database that the server does not have, with those that it lists.
pub(crate) fn no_database<V: Value>(server: &Server, listed: &[V]) -> String {
    const MOST: usize = 10;
    let mut message = advice::no_database(server.database.as_deref().unwrap_or_default());
    for (index, name) in listed.iter().take(MOST).enumerate() {
        message += if index == 0 {
            ". The server has "
        } else {
            ", "
        };
        message += &name.in_words();
    }
    if listed.len() > MOST {
        message += " and more";
    }
    message
}

/// The error for a user whose password alone does not open the door.
pub(crate) fn second_factor<V: Value>() -> Failure<V> {
    Failure::new(
        Class::Auth,
        "Authentication failed: this user has two-factor authentication, which a program cannot pass. Make an API key \
         (in Odoo: Preferences, Account Security, New API Key) and pass it as apiKey",
    )
}

/// Whether Odoo reports that PostgreSQL has no such database.
pub(crate) fn is_missing_database<V: Value>(error: &Error<V>) -> bool {
    let message = error.data.as_ref().and_then(|data| data.get("message"));
    let message = message.and_then(|message| message.as_string());
    message.is_some_and(|message| advice::missing_database(&message).is_some())
}
