//! Whether a login still holds. No failure of one call decides that: a method may deny access, a proxy may not know one
//! path. The user is asked for the own context, which every user may read and which changes nothing.

use std::rc::Rc;

use super::exchange::About;
use super::{Answer, Connection, Login, Wire};
use crate::error::Class;
use crate::protocol::http::{Cookies, Request};
use crate::protocol::{Call, envelope, json2, jsonrpc, web_session};
use crate::transport::Platform;
use crate::value::{Value, written};

/// How a login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The server takes it.
    Good,
    /// The server no longer takes it.
    Ended,
    /// The server could not be asked, or did not say.
    Unknown,
}

impl<P: Platform> Connection<P> {
    /// Looks how a login stands: once, for all who want to know at that moment.
    pub(super) async fn look(&self, login: &Rc<Login<P::Value>>) -> Standing {
        loop {
            let Some(mut turn) = self.looks.turn() else {
                match self.looks.ended().await {
                    Some(standing) => return standing,
                    None => continue,
                }
            };
            let standing = self.standing(login).await;
            turn.outcome = Some(standing);
            return standing;
        }
    }

    async fn standing(&self, login: &Login<P::Value>) -> Standing {
        let id = self.next_id();
        let Ok(request) = self.ask_context(&login.wire, id) else {
            return Standing::Unknown;
        };
        let path = match &login.wire {
            Wire::JsonRpc { .. } => jsonrpc::PATH,
            Wire::Session { .. } => web_session::OWN_CONTEXT,
            Wire::Json2 { .. } => json2::OWN_CONTEXT,
        };
        let about = About::path(login.protocol(), path);
        let Ok(response) = self.exchange(request, about).await else {
            return Standing::Unknown;
        };
        let is_gone = web_session::is_gone(&response);
        let opened = match &login.wire {
            Wire::Json2 { .. } => json2::open(response),
            Wire::Session { .. } => {
                self.keep_cookie(login, &response, id);
                envelope::open(response, id)
            }
            Wire::JsonRpc { .. } => envelope::open(response, id),
        };
        match (opened, &login.wire) {
            (Ok(_), _) => Standing::Good,
            (Err(error), _) if matches!(error.class, Class::Auth | Class::SessionExpired) => {
                Standing::Ended
            }
            (Err(_), Wire::Session { .. }) if is_gone => Standing::Ended,
            _ => Standing::Unknown,
        }
    }

    /// Asks for the user's own context.
    fn ask_context(&self, wire: &Wire<P::Value>, id: u64) -> Answer<P, Request<P::Value>> {
        let call = Call {
            model: P::Value::string("res.users"),
            method: P::Value::string("context_get"),
            args: P::Value::array(Vec::new()),
            kwargs: P::Value::object(),
        };
        Ok(match wire {
            Wire::JsonRpc {
                endpoint,
                credentials,
            } => {
                let encoded = jsonrpc::encode(&call).map_err(crate::error::Failure::Thrown)?;
                let body = jsonrpc::execute_kw::<P::Value>(id, credentials, &encoded);
                self.post(endpoint.clone(), self.platform.headers(), body)
            }
            Wire::Session { headers, .. } => {
                let params = web_session::encode(&call).map_err(crate::error::Failure::Thrown)?;
                let body = web_session::call::<P::Value>(id, &params);
                let url = self.address(web_session::OWN_CONTEXT);
                self.in_session(url, headers.borrow().clone(), body)
            }
            Wire::Json2 { headers, .. } => {
                let url = self.address(json2::OWN_CONTEXT);
                let mut request = self.post(url, headers.clone(), written(&P::Value::object()));
                request.cookies = Cookies::Omitted;
                request
            }
        })
    }
}
