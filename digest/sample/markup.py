"""Bodies of articles as the six houses mark them up, each with its own furniture around the text."""

from __future__ import annotations

from html import escape

from digest.sample.house import Article, House


def blocks(paragraphs: tuple[str, ...], *, attributes: str = "") -> list[str]:
    """Paragraphs, subheads and pulled quotes as HTML."""
    return [_block(text, attributes) for text in paragraphs]


def _block(text: str, attributes: str) -> str:
    if text.startswith("## "):
        return f"<h2{attributes}>{escape(text[3:], quote=False)}</h2>"
    if text.startswith("> "):
        return f"<blockquote{attributes}>{escape(text[2:], quote=False)}</blockquote>"
    return f"<p{attributes}>{escape(text, quote=False)}</p>"


def courier(house: House, article: Article) -> str:
    """A publishing platform's cards: reading time, figure, text, promo box, biography, related links."""
    words = sum(len(text.split()) for text in article.paragraphs)
    parts = [f'<p class="kg-reading-time">{max(1, round(words / 150))} min read</p>']
    if article.shot:
        shot = article.shot
        parts.insert(
            0,
            '<figure class="kg-card kg-image-card kg-card-hascaption">'
            f'<img src="{shot.url}" class="kg-image" alt="{escape(shot.alt)}" loading="lazy" '
            'width="600" height="340">'
            f"<figcaption><span>{escape(shot.caption)} ({escape(shot.credit)})</span></figcaption></figure>",
        )
    text = blocks(article.paragraphs)
    if len(text) > 5:
        text.insert(3, _PROMO)
    parts += text
    parts += [_biography(name, house.bios[name]) for name in article.authors if name in house.bios]
    if article.related:
        linked = (house.article(slug) for slug in article.related)
        links = "".join(f'<li><a href="{item.url}">{escape(item.title)}</a></li>' for item in linked)
        parts.append(f"<h3>Read more</h3><ul>{links}</ul>")
    if len(text) <= 5:
        parts.append(_NEWSLETTER)
    return "\n".join(parts)


_PROMO = (
    '<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">📬</div>'
    '<div class="kg-callout-text"><b>Become a member.</b> The Courier has no owner and no paywall on news of '
    'the war. <a href="https://courier.example/membership">Join our community</a> to keep it so.</div></div>'
)
_NEWSLETTER = (
    '<div class="kg-card kg-signup-card"><h3>Subscribe to our newsletter</h3>'
    "<p>The news of the day in your inbox each morning. No spam, unsubscribe at any time.</p>"
    '<a href="https://courier.example/newsletters" class="kg-btn">Sign up</a></div>'
)


def _biography(name: str, text: str) -> str:
    face = f"https://courier.example/avatars/{name.split()[-1].lower()}.png"
    return (
        f'<hr><div class="author-card"><img src="{face}" alt="Avatar" width="48" height="48">'
        f"<h4>{escape(name)}</h4><p>Reporter</p><p>{escape(text)}</p></div>"
    )


def meridian(house: House, article: Article) -> str:
    """An agency's plain paragraphs with the desk's sign-off."""
    names = " and ".join(article.authors)
    sign = f"<p>(Reported by {escape(names)}; edited on the {escape(house.publisher)} desk)</p>"
    return "".join(blocks(article.paragraphs)) + sign


def herald(house: House, article: Article) -> str:
    """A broadsheet's article element; the picture is outside, in media:content."""
    inner = "\n".join(blocks(article.paragraphs, attributes=' class="article__text"'))
    return f"<article>\n{inner}\n</article>"


def svitanok(house: House, article: Article) -> str:
    """A news site's body: bold lead, picture with its line, «Читайте також», the channel's promo."""
    text = blocks(article.paragraphs)
    parts = [f"<p><strong>{escape(article.teaser, quote=False)}</strong></p>"]
    if article.shot:
        parts.append(
            f'<img src="{article.shot.url}" alt="{escape(article.shot.alt)}" width="800">'
            f'<p class="photo-caption">{escape(article.shot.caption)} Фото: {escape(article.shot.credit)}</p>'
        )
    parts += text
    for slug in article.related:
        other = house.article(slug)
        link = f'<a href="{other.url}">{escape(other.title, quote=False)}</a>'
        parts.insert(3, f'<p class="also"><b>Читайте також:</b> {link}</p>')
    parts.append(
        '<p><em>Підписуйтесь на наш <a href="https://t.example/svitanok">Telegram-канал</a>, '
        "щоб не пропустити важливі новини.</em></p>"
    )
    return "\n".join(parts)


def marfa(house: House, article: Article) -> str:
    """Right-to-left paragraphs with related links in the middle."""
    parts = blocks(article.paragraphs, attributes=' dir="rtl"')
    for slug in article.related:
        other = house.article(slug)
        link = f'<p dir="rtl">اقرأ أيضا: <a href="{other.url}">{escape(other.title, quote=False)}</a></p>'
        parts.insert(2, link)
    parts.append('<p dir="rtl">المصدر: صوت المرفأ + وكالات</p>')
    return "\n".join(parts)


def soline(house: House, article: Article) -> str:
    """A regional magazine's body, or its opening and a link when the feed is cut."""
    parts = blocks(article.paragraphs)
    if not article.full:
        parts.append(f'<p><a href="{article.url}">Continue reading on {escape(house.publisher)}</a></p>')
    return "".join(parts)
