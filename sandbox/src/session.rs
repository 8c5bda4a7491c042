//! Web sessions: who is logged in under which cookie, for how long, and who failed to log in too
//! often.

use std::collections::HashMap;
use std::time::{Duration, UNIX_EPOCH};

use odoo_sandbox_orm::{Fault, Flavour};
use serde_json::{Value, json};

use crate::http::{HttpRequest, HttpResponse};
use crate::random::Random;

/// How long a cookie says it lives, in seconds, whatever the server thinks.
const COOKIE_MAX_AGE: u64 = 604_800;
/// What werkzeug writes as `Expires` when Odoo gives only a `Max-Age`.
const COOKIE_EXPIRES: Duration = Duration::from_secs(365 * 86_400);
/// How long the id of before a rotation stays valid, so that requests on their way still arrive.
const ROTATED_GRACE_MS: u64 = 120_000;
/// More sessions than this are not kept: the oldest give way.
const MAX_SESSIONS: usize = 20_000;
/// Failures of more addresses than this are not remembered.
const MAX_ADDRESSES: usize = 20_000;

/// How sessions behave.
#[derive(Clone, Debug)]
pub struct SessionSettings {
    /// After this long without a request a session is forgotten (Odoo: a week).
    pub lifetime_ms: u64,
    /// From 18 on, a session that old gets a new id with its next request (Odoo: three hours).
    pub rotation_ms: u64,
    /// So many failed logins from one address…
    pub cooldown_after: u32,
    /// …close the door to it for this long.
    pub cooldown_ms: u64,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            lifetime_ms: 7 * 86_400_000,
            rotation_ms: 3 * 3_600_000,
            cooldown_after: 10,
            cooldown_ms: 60_000,
        }
    }
}

/// A logged-in session. Nobody's sessions are not kept: they carry nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// The database it belongs to.
    pub(crate) db: String,
    /// Who is logged in.
    pub(crate) uid: i64,
    created_ms: u64,
    used_ms: u64,
    /// When the id stops to be valid, if another has taken its place.
    ends_ms: Option<u64>,
    /// Whether a new id is due, however young the session is.
    due: bool,
    /// Whether the device it comes from has been noted, as 18 and later do with the first request
    /// after the login.
    noted: bool,
}

/// All sessions of a server.
#[derive(Clone, Debug)]
pub(crate) struct Sessions {
    settings: SessionSettings,
    flavour: Flavour,
    random: Random,
    by_id: HashMap<String, Session>,
    /// Failed logins by address: how many, and when the last one was.
    failures: HashMap<String, (u32, u64)>,
}

impl Sessions {
    pub(crate) fn new(flavour: Flavour, settings: SessionSettings, random: Random) -> Self {
        Self {
            settings,
            flavour,
            random,
            by_id: HashMap::new(),
            failures: HashMap::new(),
        }
    }

    /// Forgets every session and every failed login.
    pub(crate) fn clear(&mut self) {
        self.by_id.clear();
        self.failures.clear();
    }

    /// Returns the id a request presents: by cookie and, in 17, by query or header.
    pub(crate) fn id_of(&self, request: &HttpRequest) -> Option<String> {
        self.explicit_id(request)
            .or_else(|| request.cookie("session_id"))
            .map(str::to_owned)
    }

    /// Tells whether a request presents its id by query or header: then no cookie is ever sent.
    pub(crate) fn is_explicit(&self, request: &HttpRequest) -> bool {
        self.explicit_id(request).is_some()
    }

    fn explicit_id<'a>(&self, request: &'a HttpRequest) -> Option<&'a str> {
        if self.flavour > Flavour::V17 {
            return None;
        }
        let by_query = request.query_parameter("session_id");
        by_query.or_else(|| request.header("x-openerp-session-id"))
    }

    /// Returns the session of an id, if there is one that still lives, and counts the request as
    /// its last use.
    pub(crate) fn open(&mut self, id: &str, now_ms: u64) -> Option<Session> {
        let lifetime = self.settings.lifetime_ms;
        let session = self.by_id.get_mut(id)?;
        let alive = now_ms.saturating_sub(session.used_ms) < lifetime
            && session.ends_ms.is_none_or(|ends| now_ms < ends);
        if !alive {
            self.by_id.remove(id);
            return None;
        }
        session.used_ms = now_ms;
        Some(session.clone())
    }

    /// Logs in: makes a session under a new id, in the place of the one the request came with.
    pub(crate) fn start(
        &mut self,
        replaced: Option<&str>,
        db: &str,
        uid: i64,
        now_ms: u64,
    ) -> String {
        if let Some(id) = replaced {
            self.by_id.remove(id);
        }
        self.make_room(now_ms);
        let id = self.new_id();
        let session = Session {
            db: db.to_owned(),
            uid,
            created_ms: now_ms,
            used_ms: now_ms,
            ends_ms: None,
            due: false,
            noted: false,
        };
        self.by_id.insert(id.clone(), session);
        id
    }

    /// Tells which sessions are open. One whose id was replaced is only counted under its new one.
    pub(crate) fn to_json(&self, now_ms: u64) -> Value {
        let is_open = |session: &&Session| {
            let idle_ms = now_ms.saturating_sub(session.used_ms);
            session.ends_ms.is_none() && idle_ms < self.settings.lifetime_ms
        };
        let mut open: Vec<_> = self.by_id.values().filter(is_open).collect();
        open.sort_by_key(|session| session.created_ms);
        let sessions = open
            .iter()
            .map(|session| json!({"db": session.db, "uid": session.uid}));
        json!({"open": open.len(), "sessions": sessions.collect::<Vec<_>>()})
    }

    /// Logs out.
    pub(crate) fn destroy(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    /// Has a session get a new id with the answer to this request, in any series.
    pub(crate) fn make_due(&mut self, id: &str) {
        if let Some(session) = self.by_id.get_mut(id) {
            session.due = true;
        }
    }

    /// Gives a session that is old enough a new id; the first half of it stays, as the id of the
    /// device.
    pub(crate) fn rotate_if_due(&mut self, id: &str, now_ms: u64) -> Option<String> {
        let session = self.by_id.get_mut(id)?;
        let old_enough = self.flavour >= Flavour::V18
            && now_ms.saturating_sub(session.created_ms) >= self.settings.rotation_ms;
        if session.ends_ms.is_some() || !(session.due || old_enough) {
            return None;
        }
        session.ends_ms = Some(now_ms + ROTATED_GRACE_MS);
        session.noted = true;
        let successor = Session {
            created_ms: now_ms,
            ends_ms: None,
            due: false,
            ..session.clone()
        };
        let kept = id.get(..ID_HALF).unwrap_or_default();
        let new_id = format!("{kept}{}", &self.new_id()[kept.len()..]);
        self.by_id.insert(new_id.clone(), successor);
        Some(new_id)
    }

    /// Notes the device that a session comes from; tells whether that was new.
    pub(crate) fn note_device(&mut self, id: &str) -> bool {
        let session = self.by_id.get_mut(id);
        session.is_some_and(|session| {
            self.flavour >= Flavour::V18 && !std::mem::replace(&mut session.noted, true)
        })
    }

    /// Refuses an address that failed to log in too often.
    ///
    /// # Errors
    /// `AccessDenied`, until the cooldown is over.
    pub(crate) fn check_cooldown(&self, address: &str, now_ms: u64) -> Result<(), Fault> {
        match self.failures.get(address) {
            Some((count, last_ms))
                if *count >= self.settings.cooldown_after
                    && now_ms.saturating_sub(*last_ms) < self.settings.cooldown_ms =>
            {
                Err(Fault::new(
                    "odoo.exceptions.AccessDenied",
                    "Too many login failures, please wait a bit before trying again.",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Remembers how a login ended.
    pub(crate) fn record_login(&mut self, address: &str, succeeded: bool, now_ms: u64) {
        if succeeded {
            self.failures.remove(address);
            return;
        }
        let cooldown = self.settings.cooldown_ms;
        if self.failures.len() >= MAX_ADDRESSES {
            self.failures
                .retain(|_, (_, last_ms)| now_ms.saturating_sub(*last_ms) < cooldown);
        }
        let (count, last_ms) = self.failures.entry(address.to_owned()).or_default();
        if now_ms.saturating_sub(*last_ms) >= cooldown {
            *count = 0;
        }
        *count += 1;
        *last_ms = now_ms;
    }

    /// Makes an id nobody has: 40 hexadecimal digits in 17, 84 URL-safe characters after, in 20.0
    /// up to 86.
    pub(crate) fn new_id(&mut self) -> String {
        const HEX: &[u8] = b"0123456789abcdef";
        const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        match self.flavour {
            Flavour::V17 => self.random.text(HEX, 40),
            series if series < Flavour::V20 => self.random.text(URL_SAFE, 2 * ID_HALF),
            _ => self.random.text(URL_SAFE, 2 * ID_HALF + 2),
        }
    }

    fn make_room(&mut self, now_ms: u64) {
        if self.by_id.len() < MAX_SESSIONS {
            return;
        }
        let lifetime = self.settings.lifetime_ms;
        self.by_id
            .retain(|_, session| now_ms.saturating_sub(session.used_ms) < lifetime);
        while self.by_id.len() >= MAX_SESSIONS {
            let oldest = self.by_id.iter().min_by_key(|(_, session)| session.used_ms);
            let Some(id) = oldest.map(|(id, _)| id.clone()) else {
                return;
            };
            self.by_id.remove(&id);
        }
    }
}

/// Half the length of an id from 18 on.
const ID_HALF: usize = 42;

/// Sends the session's cookie.
pub(crate) fn set_cookie(response: HttpResponse, id: &str, now_ms: u64) -> HttpResponse {
    let value = format!(
        "session_id={id}; Expires={}; Max-Age={COOKIE_MAX_AGE}; HttpOnly; Path=/",
        expires(now_ms)
    );
    response.with_header("set-cookie", value)
}

/// Sends a cookie without a `HttpOnly`, with the attributes given.
pub(crate) fn set_plain_cookie(
    response: HttpResponse,
    cookie: &str,
    max_age: Option<u64>,
    now_ms: u64,
) -> HttpResponse {
    let max_age = max_age.map_or_else(String::new, |seconds| format!(" Max-Age={seconds};"));
    let value = format!("{cookie}; Expires={};{max_age} Path=/", expires(now_ms));
    response.with_header("set-cookie", value)
}

fn expires(now_ms: u64) -> String {
    // Dates past the year 9999 cannot be written: stay below.
    let now = Duration::from_millis(now_ms.min(250_000_000_000_000));
    httpdate::fmt_http_date(UNIX_EPOCH + now + COOKIE_EXPIRES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(flavour: Flavour) -> Sessions {
        Sessions::new(flavour, SessionSettings::default(), Random::new(1))
    }

    #[test]
    fn ids_have_the_shape_of_their_series() {
        let id = sessions(Flavour::V17).new_id();
        assert!(id.len() == 40 && id.chars().all(|c| c.is_ascii_hexdigit()));
        assert_eq!(sessions(Flavour::V18).new_id().len(), 84);
        assert_eq!(sessions(Flavour::V19).new_id().len(), 84);
        assert_eq!(sessions(Flavour::V20).new_id().len(), 86);
    }

    #[test]
    fn a_session_ends_a_week_after_its_last_use() {
        let mut sessions = sessions(Flavour::V19);
        let week = SessionSettings::default().lifetime_ms;
        let id = sessions.start(None, "demo", 2, 0);
        assert!(sessions.open(&id, week - 1).is_some());
        assert!(sessions.open(&id, 2 * week - 2).is_some());
        assert!(sessions.open(&id, 3 * week).is_none());
    }

    #[test]
    fn an_old_session_gets_a_new_id_and_the_old_one_works_a_little_longer() {
        let mut sessions = sessions(Flavour::V18);
        let due = SessionSettings::default().rotation_ms;
        let id = sessions.start(None, "demo", 2, 0);
        assert_eq!(sessions.rotate_if_due(&id, due - 1), None);
        let new_id = sessions.rotate_if_due(&id, due).expect("a new id");
        assert_eq!(new_id[..ID_HALF], id[..ID_HALF]);
        assert_ne!(new_id, id);
        assert!(sessions.open(&id, due + ROTATED_GRACE_MS - 1).is_some());
        assert!(sessions.open(&id, due + ROTATED_GRACE_MS).is_none());
        assert!(sessions.open(&new_id, due + ROTATED_GRACE_MS).is_some());
    }

    #[test]
    fn ten_failures_close_the_door_for_a_minute() {
        let mut sessions = sessions(Flavour::V17);
        for _ in 0..10 {
            assert!(sessions.check_cooldown("here", 1_000).is_ok());
            sessions.record_login("here", false, 1_000);
        }
        assert!(sessions.check_cooldown("here", 60_999).is_err());
        assert!(sessions.check_cooldown("there", 60_999).is_ok());
        assert!(sessions.check_cooldown("here", 61_000).is_ok());
    }

    #[test]
    fn dates_far_away_do_not_panic() {
        for now_ms in [0, u64::MAX] {
            let response = set_cookie(HttpResponse::default(), "x", now_ms);
            assert!(response.header("set-cookie").is_some());
        }
    }
}
