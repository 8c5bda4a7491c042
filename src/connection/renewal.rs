//! Renews a session that has expired: once, for all calls that wait for it together.

use std::rc::Rc;

use super::{Answer, Connection, Login, is_verdict};
use crate::transport::Platform;

impl<P: Platform> Connection<P> {
    /// Renews the session of `expired`, unless that has been done: whether there is another now.
    ///
    /// # Errors
    /// Why the login failed, for all who waited for it.
    pub(super) async fn renew(&self, expired: &Rc<Login<P::Value>>) -> Answer<P, bool> {
        let Some(credentials) = expired.wire.renewal() else {
            return Ok(false);
        };
        while self.is_current(expired) {
            let Some(mut turn) = self.renewal.turn() else {
                match self.renewal.ended().await {
                    Some(failure) => return Err(failure),
                    None => continue,
                }
            };
            let epoch = self.epoch.get();
            let result = self
                .log_in(Rc::clone(&credentials), Some(expired.wire.protocol()))
                .await
                .map(Login::new);
            if self.epoch.get() != epoch {
                // Somebody logged in or out meanwhile: that is the last word.
                if let Ok(late) = &result {
                    self.let_go(late);
                }
                continue;
            }
            match result {
                Ok(login) => {
                    self.login.replace(Some(Rc::new(login)));
                }
                Err(failure) => {
                    if is_verdict(&failure) {
                        self.login.replace(None);
                        // For calls that hear only later that the session has ended.
                        expired.end.replace(Some(failure.clone()));
                    }
                    turn.outcome = Some(failure.clone());
                    return Err(failure);
                }
            }
        }
        match &*expired.end.borrow() {
            Some(failure) if !self.is_authenticated() => Err(failure.clone()),
            _ => Ok(self.is_authenticated()),
        }
    }
}
