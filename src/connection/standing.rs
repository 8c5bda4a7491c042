//! Whether a login still holds. No failure of one call decides that: a method may deny access, a
//! proxy may not know one path. The client reads the user's own context, which every user may read
//! and which changes nothing.

use std::rc::Rc;

use super::request_context::RequestContext;
use super::{Connection, Login};
use crate::protocol::Standing;
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
        let Ok(errand) = login.wire.ask_context(self.site()) else {
            return Standing::Unknown;
        };
        let (context, id) = (RequestContext::of(&errand), errand.id);
        let Ok(response) = self.fetch(errand.request, context).await else {
            return Standing::Unknown;
        };
        self.keep_session(login, &response, id);
        login.wire.standing(response, id)
    }
}
