//! `/profile`: the name that slips are signed with, colour and picture.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    portrait,
    reply::{Answer, Embed, Reply},
    request::Request,
    text,
};
use dbsbm_core::guild::ImageKey;
use dbsbm_store::{ProfileChange, ProfileView};

const PICTURE: &str = "profile.png";

pub(super) fn spec() -> Spec {
    Spec {
        name: "profile",
        about: "Your capper profile: see it, or change name, colour and picture",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new(
                "name",
                "The name that your slips are signed with",
                OptKind::Text(80),
            ),
            Opt::new("colour", "Such as #1f8b4c, or none", OptKind::Text(20)),
            Opt::new(
                "picture",
                "A PNG, JPEG or WebP file of at most 8 MiB",
                OptKind::File,
            ),
            Opt::new(
                "no_picture",
                "Show your initials in place of the picture",
                OptKind::Flag,
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.require_capper(request).await?;
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let options = request.options();
    let capper = request.person.id;
    let key = ImageKey::Capper(capper);
    // All that can be refused comes before the first change.
    let picture = match options.file("picture") {
        Some(file) => {
            let bytes = app.rest.download(&app.config.endpoints, file).await?;
            Some(portrait::redraw(bytes).await?)
        }
        None => None,
    };
    let change = ProfileChange {
        name: options.text("name").map(ToString::to_string),
        colour: options.text("colour").map(ToString::to_string),
        picture: None,
    };
    let profile = if change == ProfileChange::default() {
        app.book.profile(request.guild, capper).await?
    } else {
        app.book.set_profile(&actor, capper, &change).await?
    };
    if let Some(png) = picture {
        app.book.put_image(&actor, &key, &png).await?;
    } else if options.flag("no_picture") == Some(true) {
        app.book.remove_image(&actor, &key).await?;
    }
    let png = app.book.image(request.guild, &key).await?;
    Ok(present(&profile, png).into())
}

fn present(profile: &ProfileView, png: Option<Vec<u8>>) -> Reply {
    let name = profile.name.as_deref().unwrap_or_default();
    let colour = profile.colour.as_deref();
    let fields = [
        ("Colour", colour.unwrap_or("none").to_string()),
        ("Followers", profile.followers.to_string()),
    ];
    let embed = Embed {
        title: text::plain(name),
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.to_string(), value, true))
            .collect(),
        colour: colour.and_then(|c| u32::from_str_radix(c.trim_start_matches('#'), 16).ok()),
        picture: png.as_ref().map(|_| PICTURE.to_string()),
        ..Embed::default()
    };
    let reply = Reply::private("Your profile:").embed(embed);
    match png {
        Some(png) => reply.picture(PICTURE, png, "The picture of your profile"),
        None => reply,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn a_profile_with_and_without_a_picture() {
        let profile = ProfileView {
            user: "1".into(),
            name: Some(sample::NASTY.into()),
            colour: Some("#1f8b4c".into()),
            picture: None,
            hidden: false,
            restarted: false,
            followers: 3,
        };
        let json = golden::fits(&present(&profile, None));
        assert_eq!(json["embeds"][0]["color"], 0x1f8b4c);
        assert!(json["embeds"][0]["image"].is_null());
        let shown = present(&profile, Some(vec![1]));
        assert_eq!(
            shown.json()["embeds"][0]["image"]["url"],
            "attachment://profile.png"
        );
        assert_eq!(shown.files.len(), 1);
        let usual = ProfileView {
            name: Some("Ann".into()),
            ..profile
        };
        golden::shows("profile", &present(&usual, Some(vec![1])));
    }
}
