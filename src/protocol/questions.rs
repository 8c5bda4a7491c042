//! What every server answers to everybody, whatever protocol is spoken with it: routes of its web
//! client that want no login.

use super::http::Cookies;
use super::wire::Carried;
use super::{Errand, Protocol, Site, envelope};
use crate::value::written;

/// Where the server lists its databases, if it lists them.
pub const DATABASES: &str = "/web/database/list";
/// Where the server tells its version. All versions.
pub const VERSION: &str = "/web/webclient/version_info";

/// Asks which databases the server has.
pub(super) fn databases<V: Carried>(site: &Site<V>) -> Errand<V> {
    ask(site, DATABASES)
}

/// Asks for the server's version.
pub(super) fn version<V: Carried>(site: &Site<V>) -> Errand<V> {
    ask(site, VERSION)
}

fn ask<V: Carried>(site: &Site<V>, path: &'static str) -> Errand<V> {
    let mut errand = to(site, path, site.headers.clone());
    errand.request.cookies = Cookies::Omitted;
    errand
}

/// A request to a route of the web client that has nothing to say but its path and its headers.
pub(super) fn to<V: Carried>(site: &Site<V>, path: &'static str, headers: V) -> Errand<V> {
    let id = site.next_id();
    let body = envelope::request::<V>(id, &written(&V::object()));
    Errand {
        request: site.post(site.address(path), headers, body),
        // To whom the routes belong.
        protocol: Protocol::Session,
        path,
        id,
        open: envelope::open,
    }
}
