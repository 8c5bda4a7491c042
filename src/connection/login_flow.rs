//! Logging in: sends what a login asks, over the protocol that was asked for or the best one that
//! works. Which one that is, and which follows where one comes to nothing, is [`Choice`]'s to say.
//! So there is one place that waits, and each step can be looked at by itself.

use std::rc::Rc;

use super::request_context::RequestContext;
use super::{Answer, Connection};
use crate::protocol::choice::{Choice, Then};
use crate::protocol::wire::LoggedIn;
use crate::protocol::{Credentials, Protocol};
use crate::transport::Platform;

impl<P: Platform> Connection<P> {
    /// Logs in over `protocol`; where it is `None`, over the best that works.
    pub(super) async fn log_in(
        &self,
        credentials: Rc<Credentials>,
        protocol: Option<Protocol>,
    ) -> Answer<P, LoggedIn<P::Value>> {
        let mut choice = Choice::new(self.site(), &credentials, protocol);
        let mut then = choice.begin()?;
        loop {
            let errand = match then {
                Then::Ask(errand) => errand,
                Then::Done(logged_in) => return Ok(logged_in),
            };
            let context = RequestContext::of(&errand);
            let next = match self.fetch(errand.request, context).await {
                Ok(response) => choice.answered(response),
                Err(failure) => {
                    let next = choice.unanswered(&failure);
                    next.unwrap_or_else(|| Err(self.unreached(*failure, context)))
                }
            };
            then = next.map_err(|failure| failure.at(&context.place()))?;
        }
    }
}
