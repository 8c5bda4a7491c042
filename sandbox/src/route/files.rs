//! The routes of reports and files.

use super::{Auth, Converter, Endpoint, Kind, Route};
use crate::files::Place;

impl Route {
    pub(super) fn find_report(path: &str) -> Option<Self> {
        if path == "/report/download" {
            return Some(Self {
                endpoint: Endpoint::ReportDownload,
                rule: "/report/download",
                kind: Kind::Http,
                auth: Auth::User,
                saves_session: true,
            });
        }
        let mut segments = path.strip_prefix("/report/")?.split('/');
        let converter = match segments.next()? {
            "pdf" => Converter::Pdf,
            "html" => Converter::Html,
            "text" => Converter::Text,
            _ => Converter::Unknown,
        };
        let name = segments.next()?.to_owned();
        let (ids, rule) = match segments.next() {
            Some(ids) => (ids, "/report/<converter>/<reportname>/<docids>"),
            None => ("", "/report/<converter>/<reportname>"),
        };
        segments.next().is_none().then(|| Self {
            endpoint: Endpoint::Report {
                converter,
                name,
                ids: ids.to_owned(),
            },
            rule,
            kind: Kind::Http,
            auth: Auth::User,
            saves_session: true,
        })
    }

    pub(super) fn find_file(path: &str) -> Option<Self> {
        Some(Self {
            endpoint: Endpoint::File(Place::of(path)?),
            rule: "/web/content",
            kind: Kind::Http,
            auth: Auth::Public,
            saves_session: false,
        })
    }
}
