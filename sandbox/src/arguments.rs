//! What a call was given, as a test may see it: secrets hidden.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::exchange::Exchange;
use crate::route::Endpoint;

/// What stands where a secret was.
const HIDDEN: &str = "•••";

/// The arguments of a call, without ids of users and passwords that only the protocol needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Arguments {
    /// By position.
    pub args: Vec<Value>,
    /// By name; JSON-2 has no others.
    pub kwargs: Map<String, Value>,
}

impl Arguments {
    /// Reads the arguments a request carries, as far as they have the form they should have.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let Some(Ok(body)) = &exchange.json else {
            return Self::default();
        };
        let params = body.get("params");
        let param = |name: &str| params.and_then(|params| params.get(name));
        let endpoint = exchange.route.as_ref().map(|route| &route.endpoint);
        let given = match endpoint {
            Some(Endpoint::JsonRpc | Endpoint::XmlRpc { .. })
                if is_text(param("service"), "object") =>
            {
                let args = list(param("args"));
                Self {
                    args: list(args.get(5)).to_vec(),
                    kwargs: named(args.get(6)),
                }
            }
            Some(Endpoint::JsonRpc | Endpoint::XmlRpc { .. }) => {
                // `db` takes the master password first, `common` a user's password third.
                let secret = if is_text(param("service"), "db") {
                    0
                } else {
                    2
                };
                let mut args = list(param("args")).to_vec();
                if let Some(secret) = args.get_mut(secret) {
                    *secret = HIDDEN.into();
                }
                Self {
                    args,
                    kwargs: Map::new(),
                }
            }
            Some(Endpoint::CallKw | Endpoint::CallButton) => Self {
                args: list(param("args")).to_vec(),
                kwargs: named(param("kwargs")),
            },
            Some(Endpoint::Json2 { .. }) => Self {
                args: Vec::new(),
                kwargs: named(Some(body)),
            },
            _ => Self {
                args: Vec::new(),
                kwargs: named(params),
            },
        };
        let takes_secrets = exchange
            .call()
            .method
            .is_some_and(|method| is_secret(&method) || method == "check_credentials");
        given.without_secrets(takes_secrets)
    }

    /// Hides what has the name of a secret; of a method that is about secrets, every argument but
    /// the ids.
    fn without_secrets(mut self, takes_secrets: bool) -> Self {
        for value in &mut self.args {
            match value {
                Value::String(text) if takes_secrets => HIDDEN.clone_into(text),
                value => hide(value),
            }
        }
        hide_members(&mut self.kwargs);
        self
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn named(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

fn is_text(value: Option<&Value>, text: &str) -> bool {
    value.and_then(Value::as_str) == Some(text)
}

/// Tells whether something of this name is, or is about, a secret.
fn is_secret(name: &str) -> bool {
    const SECRETS: [&str; 6] = ["passw", "secret", "token", "api_key", "apikey", "pwd"];
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret))
}

/// Hides secrets by their names, however deep: the decoder has bounded the depth.
fn hide(value: &mut Value) {
    match value {
        Value::Object(members) => hide_members(members),
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

fn hide_members(members: &mut Map<String, Value>) {
    for (name, value) in members {
        match value {
            Value::String(text) if is_secret(name) => HIDDEN.clone_into(text),
            value => hide(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use odoo_sandbox_orm::Flavour;
    use serde_json::json;

    use super::*;
    use crate::http::HttpRequest;

    fn arguments(path: &str, body: &Value) -> Arguments {
        let request = HttpRequest {
            method: "POST".into(),
            path: path.into(),
            headers: vec![("content-type".into(), "application/json".into())],
            body: body.to_string().into_bytes(),
            ..HttpRequest::default()
        };
        Arguments::of(&Exchange::new(Flavour::V19, request))
    }

    #[test]
    fn a_call_has_the_arguments_of_the_method_alone_in_every_protocol() {
        let (args, kwargs) = (
            json!([[7], {"name": "Ada"}]),
            json!({"context": {"lang": "fr_FR"}}),
        );
        let in_each = [
            arguments(
                "/jsonrpc",
                &json!({"params": {"service": "object", "method": "execute_kw",
                    "args": ["demo", 2, "top-secret", "res.partner", "write", args, kwargs]}}),
            ),
            arguments(
                "/web/dataset/call_kw",
                &json!({"params": {"model": "res.partner", "method": "write", "args": args, "kwargs": kwargs}}),
            ),
        ];
        for found in in_each {
            assert_eq!(json!(found), json!({"args": args, "kwargs": kwargs}));
        }
        let found = arguments(
            "/json/2/res.partner/write",
            &json!({"ids": [7], "vals": {}}),
        );
        assert_eq!(
            json!(found),
            json!({"args": [], "kwargs": {"ids": [7], "vals": {}}})
        );
    }

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let told = [
            arguments(
                "/jsonrpc",
                &json!({"params": {"service": "common", "method": "login", "args": ["demo", "admin", "top-secret"]}}),
            ),
            arguments(
                "/web/session/authenticate",
                &json!({"params": {"db": "demo", "login": "admin", "password": "top-secret"}}),
            ),
            arguments(
                "/web/dataset/call_kw",
                &json!({"params": {"model": "res.users", "method": "create",
                    "args": [[{"login": "x", "password": "top-secret"}]], "kwargs": {}}}),
            ),
            arguments(
                "/web/dataset/call_kw",
                &json!({"params": {"model": "res.users", "method": "change_password",
                    "args": ["top-secret", "top-secret"], "kwargs": {}}}),
            ),
            arguments(
                "/json/2/res.users/change_password",
                &json!({"old_passwd": "top-secret", "new_passwd": "top-secret"}),
            ),
        ];
        for found in told {
            let text = json!(found).to_string();
            assert!(
                !text.contains("top-secret") && text.contains(HIDDEN),
                "{text}"
            );
        }
    }
}
