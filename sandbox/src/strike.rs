//! What an answer looks like once a fault rule has struck it.

use odoo_sandbox_orm::Flavour;
use serde_json::Value;

use crate::envelope::{self, Moment};
use crate::exchange::Exchange;
use crate::faults::{Fault, FaultRule};
use crate::http::{HTML, HttpResponse, JSON};
use crate::route::{Endpoint, Kind};
use crate::sandbox::Sandbox;
use crate::{page, xml_rpc};

/// No body is made larger than this.
const MAX_MEGABYTES: usize = 256;

impl Sandbox {
    /// Answers a request that a rule strikes.
    pub(crate) fn strike(&mut self, rule: &FaultRule, exchange: &mut Exchange) -> HttpResponse {
        let id = exchange.id();
        let moment = self.moment(exchange);
        let kind = exchange
            .route
            .as_ref()
            .map_or(Kind::Http, |route| route.kind);
        match rule.fault {
            Fault::DropSession => return self.without_session(rule, exchange),
            Fault::DropDatabase => return self.without_database(rule, exchange),
            Fault::RotateSession => return self.with_new_session_id(exchange),
            _ => {}
        }
        let form = exchange.xml_form(self.settings.flavour);
        let mut response = if rule.applies_first() {
            self.dispatch(exchange)
        } else {
            match kind {
                Kind::Json2 => envelope::bare(None),
                Kind::JsonRpc | Kind::Http => {
                    envelope::result(moment.flavour, &id, Some(&Value::Null))
                }
                Kind::XmlRpc => xml_rpc::result(form, Some(&Value::Bool(false))),
            }
        };
        response.effect = rule.fault.effect(rule);
        spoil(rule, (kind, form), moment, &id, response)
    }

    fn without_session(&mut self, rule: &FaultRule, exchange: &mut Exchange) -> HttpResponse {
        let presented = self.sessions.id_of(&exchange.request);
        let first = rule.applies_first().then(|| {
            let is_login = exchange
                .route
                .as_ref()
                .is_some_and(|route| route.endpoint == Endpoint::Authenticate);
            (self.dispatch(exchange), is_login)
        });
        // A login opens a session that the request did not present: the one its answer names is
        // dropped.
        let opened = first.as_ref().and_then(|(response, is_login)| {
            let cookie = response.header("set-cookie").filter(|_| *is_login)?;
            let id = cookie.strip_prefix("session_id=")?.split(';').next()?;
            Some(id.to_owned())
        });
        for id in presented.into_iter().chain(opened) {
            self.sessions.destroy(&id);
        }
        match first {
            Some((response, _)) => response,
            None => self.dispatch(exchange),
        }
    }

    fn with_new_session_id(&mut self, exchange: &mut Exchange) -> HttpResponse {
        if let Some(id) = self.sessions.id_of(&exchange.request) {
            self.sessions.make_due(&id);
        }
        self.dispatch(exchange)
    }

    fn without_database(&mut self, rule: &FaultRule, exchange: &mut Exchange) -> HttpResponse {
        if rule.applies_first() {
            return self.dispatch(exchange);
        }
        let asked = asked_database(exchange);
        let by_session = self.sessions.id_of(&exchange.request).and_then(|id| {
            let session = self.sessions.open(&id, exchange.request.now_ms)?;
            Some(session.db)
        });
        let only = match self.visible_databases().as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        };
        self.drop_database(asked.or(by_session).or(only));
        let response = self.dispatch(exchange);
        self.drop_database(None);
        response
    }
}

/// Finds the database a request names.
fn asked_database(exchange: &Exchange) -> Option<String> {
    let body = exchange.json.as_ref().and_then(|json| json.as_ref().ok());
    let params = body.and_then(|body| body.get("params"));
    let named =
        params.and_then(
            |params| match exchange.route.as_ref().map(|route| &route.endpoint) {
                Some(Endpoint::JsonRpc | Endpoint::XmlRpc { .. }) => params.get("args")?.get(0),
                _ => params.get("db"),
            },
        );
    named
        .and_then(Value::as_str)
        .or_else(|| exchange.request.header("x-odoo-database"))
        .map(str::to_owned)
}

/// Makes of an answer what the rule wants to come of it.
fn spoil(
    rule: &FaultRule,
    (kind, form): (Kind, xml_rpc::Form),
    moment: Moment,
    id: &Value,
    response: HttpResponse,
) -> HttpResponse {
    let flavour = moment.flavour;
    let raise = |name: &str, message: &str| {
        let fault = odoo_sandbox_orm::Fault::new(name, message);
        match kind {
            Kind::Json2 => envelope::bare_error(moment, &fault),
            Kind::JsonRpc | Kind::Http => envelope::error(moment, id, &fault),
            Kind::XmlRpc => xml_rpc::fault(form, &fault),
        }
    };
    match rule.fault {
        Fault::Html => with_retry_after(proxy_page(rule.status.unwrap_or(502)), rule),
        Fault::Status => with_retry_after(
            HttpResponse::new(rule.status.unwrap_or(503), "text/plain", ""),
            rule,
        ),
        Fault::Body => HttpResponse::json(
            rule.status.unwrap_or(200),
            rule.body.as_ref().unwrap_or(&Value::Null),
        ),
        Fault::Result => {
            let value = rule.value.clone().unwrap_or_default();
            match kind {
                Kind::Json2 => envelope::bare(Some(value)),
                Kind::JsonRpc | Kind::Http => envelope::result(flavour, id, Some(&value)),
                Kind::XmlRpc => xml_rpc::result(form, Some(&value)),
            }
        }
        Fault::Redirect => {
            let location = rule
                .location
                .as_deref()
                .unwrap_or("https://login.example.com/");
            HttpResponse::new(rule.status.unwrap_or(302), HTML, "")
                .with_header("location", location)
        }
        Fault::OtherId => with_other_id(&response),
        Fault::BigBody => big_body(rule.megabytes.unwrap_or(8), kind, form, id),
        Fault::PoolFull => page::pool_full(flavour),
        Fault::Serialization => raise(
            "psycopg2.errors.SerializationFailure",
            "could not serialize access due to concurrent update\n",
        ),
        Fault::Lock if flavour >= Flavour::V19 => raise(
            "odoo.exceptions.LockError",
            "Cannot grab a lock on records, they are being modified by someone else.",
        ),
        Fault::Lock => raise(
            "psycopg2.errors.LockNotAvailable",
            "could not obtain lock on row in relation \"res_partner\"\n",
        ),
        Fault::Error => raise(
            rule.name.as_deref().unwrap_or("odoo.exceptions.UserError"),
            rule.message
                .as_deref()
                .unwrap_or("This fault was asked for."),
        ),
        _ => response,
    }
}

/// What a proxy shows when it cannot reach Odoo.
fn proxy_page(status: u16) -> HttpResponse {
    let title = match status {
        500 => "500 Internal Server Error".to_owned(),
        502 => "502 Bad Gateway".to_owned(),
        503 => "503 Service Temporarily Unavailable".to_owned(),
        504 => "504 Gateway Time-out".to_owned(),
        status => status.to_string(),
    };
    HttpResponse::new(
        status,
        "text/html",
        format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx\
             </center>\r\n</body>\r\n</html>\r\n"
        ),
    )
}

fn with_retry_after(response: HttpResponse, rule: &FaultRule) -> HttpResponse {
    match &rule.retry_after {
        Some(when) => response.with_header("retry-after", when.to_string()),
        None => response,
    }
}

fn with_other_id(response: &HttpResponse) -> HttpResponse {
    let mut other = response.clone();
    if let Ok(Value::Object(mut body)) = serde_json::from_slice(&response.body)
        && body.contains_key("jsonrpc")
    {
        let id = body.get("id").and_then(Value::as_i64).unwrap_or_default();
        body.insert("id".into(), Value::from(id.wrapping_add(1_000_003)));
        other.body = Value::Object(body).to_string().into_bytes();
    }
    other
}

fn big_body(megabytes: usize, kind: Kind, form: xml_rpc::Form, id: &Value) -> HttpResponse {
    let text = "x".repeat(megabytes.min(MAX_MEGABYTES) * 1_000_000);
    let body = match kind {
        Kind::XmlRpc => return xml_rpc::result(form, Some(&Value::String(text))),
        Kind::Json2 => format!("\"{text}\""),
        Kind::JsonRpc | Kind::Http => {
            format!(r#"{{"jsonrpc": "2.0", "id": {id}, "result": "{text}"}}"#)
        }
    };
    HttpResponse::new(200, JSON, body)
}
