//! Pages and files of the session's, such as reports: each a GET in place of a call, and a call in
//! every other respect.

use super::request;
use crate::error::Error;
use crate::protocol::http::{Request, Response};
use crate::protocol::wire::{Carried, Encoded, Kept};
use crate::protocol::{Call, Protocol, Site, bare, unsendable};

/// What is kept of a call that a page stands for: the path.
pub(super) struct Page(String);

impl Page {
    /// The page that was encoded, where it is no call.
    pub(super) fn of<V: Carried>(encoded: &Encoded<V>) -> Option<&Self> {
        encoded.kept.get()
    }

    /// Its path.
    pub(super) fn path(&self) -> String {
        self.0.clone()
    }

    /// Opens an answer. No envelope is around it, and its status 404 may be about a record.
    pub(super) fn open<V: Carried>(&self, response: Response<V>) -> Result<V, Error<V>> {
        bare::open(response)
    }
}

/// Addresses a page: the call's context goes along in the query.
///
/// # Errors
/// `Type` for a context that JSON cannot carry.
pub(super) fn encode<V: Carried>(
    root: &V::Text,
    path: V,
    call: &Call<V>,
) -> Result<Encoded<V>, Error<V>> {
    let url = V::page(root, &path, &call.kwargs).map_err(unsendable)?;
    Ok(Encoded {
        protocol: Protocol::Session,
        text: url.clone(),
        url,
        kept: Kept::of(Box::new(Page(path.as_string().unwrap_or_default()))),
    })
}

/// Its request.
pub(super) fn get<V: Carried>(site: &Site<V>, encoded: &Encoded<V>, headers: V) -> Request<V> {
    let (url, text) = (encoded.url.clone(), encoded.text.clone());
    Request {
        body: None,
        ..request(site, url, headers, text)
    }
}
