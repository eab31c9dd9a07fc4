//! Telling Discord of the commands: only of what differs, since a start is no reason to write.

use super::{Needs, specs};
use crate::{
    app::App,
    rest::{RestError, snowflake},
};
use dbsbm_core::id::GuildId;
use serde_json::Value;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registered {
    /// Commands made or changed.
    pub written: usize,
    /// Commands taken away.
    pub removed: usize,
}

/// Brings the commands that Discord knows to the ones that are there.
///
/// # Errors
/// What Discord answers; a part may be done, and the next start goes on.
pub(crate) async fn register(app: &App) -> Result<Registered, RestError> {
    let (ops, all): (Vec<_>, Vec<_>) = specs().into_iter().partition(|s| s.needs == Needs::Operator);
    let json = |specs: Vec<super::Spec>| specs.iter().map(super::Spec::json).collect::<Vec<_>>();
    let mut done = of(app, None, &json(all)).await?;
    if let Some(guild) = app.config.ops_guild {
        let more = of(app, Some(guild), &json(ops)).await?;
        done.written += more.written;
        done.removed += more.removed;
    }
    Ok(done)
}

async fn of(app: &App, guild: Option<GuildId>, ours: &[Value]) -> Result<Registered, RestError> {
    let known = app.rest.commands(app.application, guild).await?;
    let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut done = Registered::default();
    let named = |v: &Value| (v["name"].clone(), v["type"].as_i64().unwrap_or(1));
    for command in ours {
        if known.iter().find(|k| named(k) == named(command)).is_some_and(|k| same(command, k)) {
            continue;
        }
        app.rest.put_command(app.application, guild, command).await?;
        done.written += 1;
    }
    for old in known {
        if ours.iter().any(|o| named(o) == named(old)) {
            continue;
        }
        if let Some(id) = snowflake(&old["id"]) {
            app.rest.delete_command(app.application, guild, id).await?;
            done.removed += 1;
        }
    }
    Ok(done)
}

/// Whether what Discord knows says all that ours says. Discord adds fields, and leaves out or fills in defaults.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let options = [ours.get("options"), theirs.get("options")].map(|o| o.and_then(Value::as_array).map_or(0, Vec::len));
            let choices = [ours.get("choices"), theirs.get("choices")].map(|o| o.and_then(Value::as_array).map_or(0, Vec::len));
            let permissions = [ours, theirs].map(|o| o.get("default_member_permissions").filter(|p| !p.is_null()));
            options[0] == options[1]
                && choices[0] == choices[1]
                && permissions[0] == permissions[1]
                && ours.iter().all(|(key, value)| match theirs.get(key) {
                    Some(theirs) => same(value, theirs),
                    None => is_default(value),
                })
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        (ours, theirs) if ours.is_number() && theirs.is_number() => ours.as_f64() == theirs.as_f64(),
        (ours, theirs) => ours == theirs || (is_default(ours) && is_default(theirs)),
    }
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_command_differs_where_a_person_would_see_it() {
        let ours = json!({ "name": "bet", "type": 1, "description": "d", "options": [{ "name": "text", "type": 3, "description": "t" }] });
        let mut theirs = ours.clone();
        theirs["id"] = json!("1");
        theirs["version"] = json!("7");
        theirs["options"][0]["required"] = json!(false);
        assert!(same(&ours, &theirs));
        for (path, value) in [("/description", json!("x")), ("/options/0/description", json!("x")), ("/options", json!([]))] {
            let mut changed = theirs.clone();
            *changed.pointer_mut(path).unwrap() = value;
            assert!(!same(&ours, &changed), "{path}");
        }
        theirs["default_member_permissions"] = json!("32");
        assert!(!same(&ours, &theirs));
    }
}
