//! A request taken apart, before anything is done about it.

use odoo_sandbox_orm::Flavour;
use serde_json::Value;

use crate::http::HttpRequest;
use crate::journal::{Call, Protocol};
use crate::json::{self, JsonError};
use crate::route::{Endpoint, Kind, Route, is_json};
use crate::xml_rpc;

/// A request, its route and its body as JSON.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// The request; its body has been taken out.
    pub(crate) request: HttpRequest,
    /// Where the path leads.
    pub(crate) route: Option<Route>,
    /// The content type, without parameters.
    pub(crate) mimetype: String,
    /// Whether there is no body.
    pub(crate) empty: bool,
    /// The body's length in bytes.
    pub(crate) length: usize,
    /// The body, if it claims to be JSON; of XML-RPC the body that `/jsonrpc` would have for the
    /// same call.
    pub(crate) json: Option<Result<Value, JsonError>>,
}

impl Exchange {
    /// Takes a request apart.
    pub(crate) fn new(flavour: Flavour, mut request: HttpRequest) -> Self {
        let route = Route::find(flavour, &request.method, &request.path);
        let mimetype = request.mimetype();
        let empty = request.body.is_empty();
        let body = std::mem::take(&mut request.body);
        let json = route
            .as_ref()
            .and_then(|route| match (&route.endpoint, route.kind) {
                (Endpoint::XmlRpc { service, .. }, _) => Some(xml_rpc::parse(service, &body)),
                (_, Kind::Json2) if empty => None,
                (_, Kind::Json2 | Kind::JsonRpc) if is_json(&mimetype) => Some(json::parse(&body)),
                _ => None,
            });
        Self {
            request,
            route,
            mimetype,
            empty,
            length: body.len(),
            json,
        }
    }

    /// Says how an answer of XML-RPC is written here.
    pub(crate) fn xml_form(&self, flavour: Flavour) -> xml_rpc::Form {
        let endpoint = self.route.as_ref().map(|route| &route.endpoint);
        let old = matches!(endpoint, Some(Endpoint::XmlRpc { old: true, .. }));
        xml_rpc::Form { flavour, old }
    }

    /// Returns the JSON-RPC id, `null` where there is none.
    pub(crate) fn id(&self) -> Value {
        match &self.json {
            Some(Ok(body)) => body.get("id").cloned().unwrap_or_default(),
            _ => Value::Null,
        }
    }

    /// Says what is called, for fault rules and the journal.
    pub(crate) fn call(&self) -> Call {
        let body = self.json.as_ref().and_then(|json| json.as_ref().ok());
        let params = body.and_then(|body| body.get("params"));
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let param = |name: &str| text(params.and_then(|params| params.get(name)));
        let mut call = Call::default();
        match self.route.as_ref().map(|route| &route.endpoint) {
            Some(endpoint @ (Endpoint::JsonRpc | Endpoint::XmlRpc { .. })) => {
                call.protocol = match endpoint {
                    Endpoint::JsonRpc => Protocol::JsonRpc,
                    _ => Protocol::XmlRpc,
                };
                call.service = param("service");
                call.method = param("method");
                if call.service.as_deref() == Some("object") {
                    let args = params.and_then(|params| params.get("args"));
                    call.model = text(args.and_then(|args| args.get(3)));
                    call.method = text(args.and_then(|args| args.get(4)));
                }
            }
            Some(Endpoint::CallKw | Endpoint::CallButton) => {
                call.protocol = Protocol::Session;
                call.model = param("model");
                call.method = param("method");
            }
            Some(Endpoint::Json2 { model, method }) => {
                call.protocol = Protocol::Json2;
                call.model = Some(model.clone());
                call.method = Some(method.clone());
            }
            Some(Endpoint::Report { .. } | Endpoint::ReportDownload | Endpoint::File(_)) => {
                call.protocol = Protocol::Session
            }
            Some(_) if self.request.path.starts_with("/web/session/") => {
                call.protocol = Protocol::Session;
            }
            Some(_) if self.request.path.starts_with("/json/2") => {
                call.protocol = Protocol::Json2;
            }
            _ => {}
        }
        call
    }
}
