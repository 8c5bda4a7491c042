//! The routes a browser, a monitor or a load balancer visits: pages, redirects, bare facts.

use odoo_sandbox_orm::Flavour;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::dispatch::{Caller, SessionChange};
use crate::exchange::Exchange;
use crate::http::HttpResponse;
use crate::route::{Endpoint, Route};
use crate::sandbox::Sandbox;
use crate::session::set_plain_cookie;
use crate::{backend, files, page};

/// Characters `url_quote_plus` leaves alone.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

impl Sandbox {
    /// Answers a route without an envelope.
    pub(crate) fn dispatch_http(
        &mut self,
        exchange: &Exchange,
        route: &Route,
        caller: &Caller,
    ) -> HttpResponse {
        let flavour = self.settings.flavour;
        let host = exchange.request.header("host").unwrap_or("localhost");
        let now_ms = exchange.request.now_ms;
        let wants_login = matches!(
            route.endpoint,
            Endpoint::Json | Endpoint::Report { .. } | Endpoint::ReportDownload
        );
        let login_wanted = caller.uid.is_none() && wants_login;
        if !login_wanted && !is_safe(&exchange.request.method) {
            return if caller.db.is_none() {
                page::redirect(flavour, host, "/web/database/selector")
            } else {
                let words = "Session expired (invalid CSRF token)";
                page::error(flavour, 400, "Bad Request", words)
            };
        }
        let is_page = matches!(route.endpoint, Endpoint::Report { .. });
        let response = match route.endpoint {
            Endpoint::XmlRpcVerb => return page::wrong_verb(flavour),
            Endpoint::File(ref place) => return self.file(&exchange.request, caller, place),
            Endpoint::Health => {
                let asks_database = exchange
                    .request
                    .query_parameter("db_server_status")
                    .is_some_and(|asks| !matches!(asks, "" | "0" | "false" | "False"));
                return HttpResponse::new(
                    200,
                    "application/json",
                    if asks_database && flavour >= Flavour::V18 {
                        r#"{"status": "pass", "db_server_status": true}"#
                    } else {
                        r#"{"status": "pass"}"#
                    },
                );
            }
            Endpoint::DatabaseManager => return backend::database_manager(),
            Endpoint::Robots => return backend::robots(flavour),
            Endpoint::CompanyLogo => return files::company_logo(),
            Endpoint::Root => page::to_web_client(flavour, host),
            Endpoint::Version => HttpResponse::json(
                200,
                &json!({
                    "version_info": self.version_info(),
                    "version": flavour.to_string(),
                }),
            ),
            Endpoint::Json1 => match self.bearer(exchange, caller) {
                Ok(_) => return page::not_found(flavour),
                Err(fault) => {
                    return page::error(flavour, 401, "Unauthorized", &fault.message)
                        .with_header("www-authenticate", "Bearer ");
                }
            },
            Endpoint::Json
            | Endpoint::WebClient
            | Endpoint::Report { .. }
            | Endpoint::ReportDownload
                if caller.uid.is_none() =>
            {
                let wanted = format!("{}?{}", exchange.request.path, exchange.request.query);
                let quoted = utf8_percent_encode(&wanted, QUOTED);
                let location = format!("/web/login?redirect={quoted}");
                return page::redirect(flavour, host, &location);
            }
            Endpoint::Report {
                converter,
                ref name,
                ref ids,
            } => self.report(&exchange.request, caller, converter, (name, ids)),
            Endpoint::ReportDownload => self.download_report(&exchange.request, caller),
            Endpoint::Login | Endpoint::WebClient => page::plain(&route.endpoint),
            Endpoint::Logout => {
                if let Some(id) = &caller.presented {
                    self.sessions.destroy(id);
                }
                let response = page::to_web_client(flavour, host);
                return self.keep_session(response, caller, SessionChange::Destroyed, now_ms);
            }
            _ => return page::not_found(flavour),
        };
        let response = match is_page {
            true => speaking(response, exchange),
            false => response,
        };
        self.keep_session(response, caller, SessionChange::None, now_ms)
    }
}

/// Has a page's answer say in which language it is, unless the browser knows: once for the page,
/// and once for what went wrong.
fn speaking(response: HttpResponse, exchange: &Exchange) -> HttpResponse {
    let times = match (exchange.request.cookie("frontend_lang"), response.status) {
        (Some(_), _) => 0,
        (None, 400..) => 2,
        (None, _) => 1,
    };
    (0..times).fold(response, |response, _| {
        set_plain_cookie(
            response,
            "frontend_lang=en_US",
            None,
            exchange.request.now_ms,
        )
    })
}

/// Tells whether a verb changes nothing, so that no token against forged requests is asked for.
fn is_safe(verb: &str) -> bool {
    matches!(verb, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}
