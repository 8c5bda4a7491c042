//! The paths of an Odoo server: what each is, who may ask, and in which form.

use odoo_sandbox_orm::Flavour;
use percent_encoding::percent_decode_str;

use crate::files::Place;

/// What a route answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `/`: on to the web client.
    Root,
    /// `/web/health`
    Health,
    /// `/web/version` and `/json/version` (19)
    Version,
    /// `/web/webclient/version_info`
    VersionInfo,
    /// `/web/database/list`
    DatabaseList,
    /// `/jsonrpc`
    JsonRpc,
    /// POST `/xmlrpc/2/<service>` and the older `/xmlrpc/<service>`
    XmlRpc {
        /// The service's name.
        service: String,
        /// Whether it is the older path.
        old: bool,
    },
    /// A path of XML-RPC with a verb that is none for it
    XmlRpcVerb,
    /// `/web/session/authenticate`
    Authenticate,
    /// `/web/session/get_session_info`
    SessionInfo,
    /// `/web/session/check`
    SessionCheck,
    /// `/web/session/destroy`
    SessionDestroy,
    /// `/web/session/modules`
    SessionModules,
    /// `/web/session/logout`: out, and on to the web client
    Logout,
    /// `/web/session/get_lang_list`
    LangList,
    /// `/web/login`, a page
    Login,
    /// `/web` and, from 18 on, `/odoo`: the web client, of which the sandbox has only the door
    WebClient,
    /// `/report/<converter>/<report's name>/<ids>`
    Report {
        /// What the report is made.
        converter: Converter,
        /// The technical name of the report.
        name: String,
        /// The ids of the records, with commas between them.
        ids: String,
    },
    /// `/report/download`
    ReportDownload,
    /// `/web/content/…` and `/web/image/…`
    File(Place),
    /// `/web/dataset/call_kw`
    CallKw,
    /// `/web/dataset/call_button`
    CallButton,
    /// What else the web client calls
    Backend(Backend),
    /// `/web/database/manager`, a page
    DatabaseManager,
    /// `/robots.txt`
    Robots,
    /// `/web/binary/company_logo`, a picture
    CompanyLogo,
    /// `/web/webclient/translations` (from 19 on), a file
    Translations,
    /// `/websocket/peek_notifications`, the one route that lets other origins in
    PeekNotifications,
    /// `/json/1/…` (18 and later), of which the sandbox has no pages
    Json1,
    /// `/json/…` (18 and later), for logged-in browsers
    Json,
    /// POST `/json/2/<model>/<method>` (19)
    Json2 {
        /// The model's name.
        model: String,
        /// The method's name.
        method: String,
    },
    /// Everything else under `/json/2` (19)
    Json2Fallback,
    /// `/doc-bearer/index.json` (19)
    DocIndex,
    /// `/doc-bearer/<model>.json` (19)
    DocModel {
        /// The model's name.
        model: String,
    },
}

/// What the web client calls besides records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    /// `/web/action/load`
    ActionLoad,
    /// `/web/view/edit_custom`
    EditCustom,
    /// `/web/dataset/resequence` (17 and 18)
    Resequence,
    /// `/web/session/account`
    Account,
}

/// What a report is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Converter {
    /// A document.
    Pdf,
    /// A page.
    Html,
    /// The page, as text.
    Text,
    /// What no server makes.
    Unknown,
}

/// The form of a route's requests and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything.
    Http,
    /// The JSON-RPC envelope.
    JsonRpc,
    /// Bare JSON (19).
    Json2,
    /// The XML-RPC envelope.
    XmlRpc,
}

impl Kind {
    /// Names the kind as the series does.
    pub(crate) fn name(self, flavour: Flavour) -> &'static str {
        match self {
            Self::Http | Self::XmlRpc => "http",
            Self::JsonRpc if flavour < Flavour::V19 => "json",
            Self::JsonRpc => "jsonrpc",
            Self::Json2 => "json2",
        }
    }

    /// Tells whether a body of that type may come.
    pub(crate) fn takes(self, mimetype: &str, empty: bool) -> bool {
        match self {
            Self::Http | Self::XmlRpc => true,
            Self::JsonRpc => is_json(mimetype),
            Self::Json2 => mimetype == "application/json" || empty,
        }
    }

    /// Lists the content types, as the `Accept` header of a refusal does.
    pub(crate) fn mimetypes(self) -> &'static str {
        match self {
            Self::Http | Self::XmlRpc => {
                "application/x-www-form-urlencoded, multipart/form-data, */*"
            }
            Self::JsonRpc => "application/json, application/json-rpc",
            Self::Json2 => "application/json",
        }
    }
}

/// Tells whether a content type means JSON.
pub(crate) fn is_json(mimetype: &str) -> bool {
    matches!(mimetype, "application/json" | "application/json-rpc")
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Anybody, even where no database is chosen.
    None,
    /// Anybody, in a database.
    Public,
    /// Who is logged in.
    User,
    /// Who shows an API key.
    Bearer,
}

/// A path that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// What it answers.
    pub(crate) endpoint: Endpoint,
    /// Its pattern, as refusals name it.
    pub(crate) rule: &'static str,
    /// The form of its requests.
    pub(crate) kind: Kind,
    /// Who may ask.
    pub(crate) auth: Auth,
    /// Whether a successful answer keeps the session, and so may set its cookie.
    pub(crate) saves_session: bool,
}

impl Route {
    /// Finds the route of a request; `None` where the series has nothing.
    pub(crate) fn find(flavour: Flavour, verb: &str, path: &str) -> Option<Self> {
        let path = percent_decode_str(path).decode_utf8_lossy();
        let path = match path.trim_end_matches('/') {
            "" => "/",
            trimmed => trimmed,
        };
        let route = |endpoint, rule, kind, auth, saves_session| {
            Some(Self {
                endpoint,
                rule,
                kind,
                auth,
                saves_session,
            })
        };
        let session = |endpoint, rule, auth| route(endpoint, rule, Kind::JsonRpc, auth, true);
        match path {
            "/" => route(Endpoint::Root, "/", Kind::Http, Auth::None, true),
            "/jsonrpc" => route(
                Endpoint::JsonRpc,
                "/jsonrpc",
                Kind::JsonRpc,
                Auth::None,
                false,
            ),
            "/web/health" => route(
                Endpoint::Health,
                "/web/health",
                Kind::Http,
                Auth::None,
                false,
            ),
            "/web/version" if flavour >= Flavour::V19 => route(
                Endpoint::Version,
                "/web/version",
                Kind::Http,
                Auth::None,
                true,
            ),
            "/json/version" if flavour >= Flavour::V19 => route(
                Endpoint::Version,
                "/json/version",
                Kind::Http,
                Auth::None,
                true,
            ),
            "/web/webclient/version_info" => session(
                Endpoint::VersionInfo,
                "/web/webclient/version_info",
                Auth::None,
            ),
            "/web/database/list" => {
                session(Endpoint::DatabaseList, "/web/database/list", Auth::None)
            }
            "/web/session/authenticate" => session(
                Endpoint::Authenticate,
                "/web/session/authenticate",
                Auth::None,
            ),
            "/web/session/get_session_info" => session(
                Endpoint::SessionInfo,
                "/web/session/get_session_info",
                Auth::User,
            ),
            "/web/session/check" => {
                session(Endpoint::SessionCheck, "/web/session/check", Auth::User)
            }
            "/web/session/destroy" => {
                session(Endpoint::SessionDestroy, "/web/session/destroy", Auth::User)
            }
            "/web/session/logout" => route(
                Endpoint::Logout,
                "/web/session/logout",
                Kind::Http,
                Auth::None,
                true,
            ),
            "/web/session/get_lang_list" => {
                session(Endpoint::LangList, "/web/session/get_lang_list", Auth::None)
            }
            "/web/login" => route(Endpoint::Login, "/web/login", Kind::Http, Auth::None, true),
            "/web" => route(Endpoint::WebClient, "/web", Kind::Http, Auth::None, true),
            "/odoo" if flavour >= Flavour::V18 => {
                route(Endpoint::WebClient, "/odoo", Kind::Http, Auth::None, true)
            }
            "/web/session/modules" => {
                session(Endpoint::SessionModules, "/web/session/modules", Auth::User)
            }
            "/websocket/peek_notifications" => session(
                Endpoint::PeekNotifications,
                "/websocket/peek_notifications",
                Auth::Public,
            ),
            "/web/action/load" => session(
                Endpoint::Backend(Backend::ActionLoad),
                "/web/action/load",
                Auth::User,
            ),
            "/web/view/edit_custom" => session(
                Endpoint::Backend(Backend::EditCustom),
                "/web/view/edit_custom",
                Auth::User,
            ),
            "/web/session/account" => session(
                Endpoint::Backend(Backend::Account),
                "/web/session/account",
                Auth::User,
            ),
            "/web/dataset/resequence" if flavour < Flavour::V19 => session(
                Endpoint::Backend(Backend::Resequence),
                "/web/dataset/resequence",
                Auth::User,
            ),
            "/web/database/manager" => route(
                Endpoint::DatabaseManager,
                "/web/database/manager",
                Kind::Http,
                Auth::None,
                false,
            ),
            "/robots.txt" => route(
                Endpoint::Robots,
                "/robots.txt",
                Kind::Http,
                Auth::None,
                false,
            ),
            "/web/binary/company_logo" => route(
                Endpoint::CompanyLogo,
                "/web/binary/company_logo",
                Kind::Http,
                Auth::None,
                false,
            ),
            "/web/webclient/translations" if flavour >= Flavour::V19 => route(
                Endpoint::Translations,
                "/web/webclient/translations",
                Kind::Http,
                Auth::Public,
                false,
            ),
            _ => Self::find_dataset(flavour, path)
                .or_else(|| Self::find_xml_rpc(verb, path))
                .or_else(|| Self::find_json(flavour, verb, path))
                .or_else(|| Self::find_report(path))
                .or_else(|| Self::find_file(path))
                .or_else(|| Self::find_doc(flavour, path)),
        }
    }

    fn find_dataset(flavour: Flavour, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/web/dataset/")?;
        let (name, deeper) = match rest.split_once('/') {
            Some((name, _)) => (name, true),
            None => (rest, false),
        };
        let (endpoint, rule) = match (name, deeper) {
            ("call_kw", false) => (Endpoint::CallKw, "/web/dataset/call_kw"),
            ("call_kw", true) => (Endpoint::CallKw, "/web/dataset/call_kw/<path:path>"),
            ("call_button", false) => (Endpoint::CallButton, "/web/dataset/call_button"),
            ("call_button", true) if flavour >= Flavour::V18 => {
                (Endpoint::CallButton, "/web/dataset/call_button/<path:path>")
            }
            _ => return None,
        };
        Some(Self {
            endpoint,
            rule,
            kind: Kind::JsonRpc,
            auth: Auth::User,
            saves_session: true,
        })
    }

    fn find_xml_rpc(verb: &str, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/xmlrpc/")?;
        let (service, old) = match rest.strip_prefix("2/") {
            Some(service) => (service, false),
            None => (rest, true),
        };
        if service.contains('/') {
            return None;
        }
        let post = verb == "POST";
        Some(Self {
            endpoint: if post {
                let service = service.to_owned();
                Endpoint::XmlRpc { service, old }
            } else {
                Endpoint::XmlRpcVerb
            },
            rule: if old {
                "/xmlrpc/<service>"
            } else {
                "/xmlrpc/2/<service>"
            },
            kind: if post { Kind::XmlRpc } else { Kind::Http },
            auth: Auth::None,
            saves_session: false,
        })
    }

    fn find_json(flavour: Flavour, verb: &str, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/json/")?;
        if flavour < Flavour::V18 {
            return None;
        }
        let segments: Vec<&str> = rest.split('/').collect();
        let (endpoint, rule, kind, auth) = match (segments.as_slice(), verb) {
            (["2", model, method], "POST" | "OPTIONS") if flavour >= Flavour::V19 => (
                Endpoint::Json2 {
                    model: (*model).to_owned(),
                    method: (*method).to_owned(),
                },
                "/json/2/<__model__>/<__method__>",
                Kind::Json2,
                Auth::Bearer,
            ),
            (["2", ..], _) if flavour >= Flavour::V19 => (
                Endpoint::Json2Fallback,
                "/json/2/<path:subpath>",
                Kind::Json2,
                Auth::Bearer,
            ),
            (["1", ..], _) => (
                Endpoint::Json1,
                "/json/1/<path:subpath>",
                Kind::Http,
                Auth::Bearer,
            ),
            _ => (
                Endpoint::Json,
                "/json/<path:subpath>",
                Kind::Http,
                Auth::User,
            ),
        };
        Some(Self {
            endpoint,
            rule,
            kind,
            auth,
            saves_session: false,
        })
    }

    fn find_doc(flavour: Flavour, path: &str) -> Option<Self> {
        let name = path.strip_prefix("/doc-bearer/")?.strip_suffix(".json")?;
        if flavour < Flavour::V19 || name.contains('/') {
            return None;
        }
        let (endpoint, rule) = match name {
            "index" => (Endpoint::DocIndex, "/doc-bearer/index.json"),
            model => (
                Endpoint::DocModel {
                    model: model.to_owned(),
                },
                "/doc-bearer/<model_name>.json",
            ),
        };
        Some(Self {
            endpoint,
            rule,
            kind: Kind::Json2,
            auth: Auth::Bearer,
            saves_session: false,
        })
    }
}

mod files;
#[cfg(test)]
mod tests;
