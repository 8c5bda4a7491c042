//! Whether a login still holds. No failure of one call decides that: a method may deny access, a
//! proxy may not know one path. The client reads the user's own context, which every user may read
//! and which changes nothing.

use std::rc::Rc;

use super::request_context::RequestContext;
use super::{Connection, Login};
use crate::protocol::{Exchange, Standing, own_context};
use crate::transport::Platform;

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
        let (wire, site, call) = (&login.wire, self.site(), own_context());
        let Ok(encoded) = wire.encode(&call) else {
            return Standing::Unknown;
        };
        let mut exchange = Exchange::new(&call, &encoded);
        exchange.id = site.next_id();
        let Ok(request) = wire.request(site, &mut exchange) else {
            return Standing::Unknown;
        };
        let path = wire.path(&exchange);
        let context = RequestContext::to(&path, wire.protocol());
        let Ok(response) = self.fetch(request, context).await else {
            return Standing::Unknown;
        };
        self.keep_session(login, &response, exchange.id);
        match wire.seems_ended(&exchange, &response) {
            true => Standing::Ended,
            false => Standing::of(&wire.open(&mut exchange, response)),
        }
    }
}
