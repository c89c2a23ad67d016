"""topics"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('subscriptions', sa.Column('unwanted', sa.Text(), nullable=True))
    op.create_index(
        'ix_subscriptions_unwanted', 'subscriptions', ['subscriber_id'], unique=False,
        sqlite_where=sa.text("unwanted <> ''"), postgresql_where=sa.text("unwanted <> ''"),
    )
    op.add_column('variants', sa.Column('sections', sa.JSON(), server_default='[]', nullable=False))
    _fill_sections()


def _fill_sections() -> None:
    """What an edition approved before this holds, so that a reader's choice counts for it too."""
    conn = op.get_bind()
    editions = sa.table('editions', sa.column('id'), sa.column('draft'))
    variants = sa.table(
        'variants', sa.column('id'), sa.column('edition_id'),
        sa.column('story_ids', sa.JSON), sa.column('sections', sa.JSON),
    )
    ids = conn.execute(sa.select(editions.c.id).where(editions.c.draft.is_not(None))).scalars().all()
    for edition_id in ids:
        draft = json.loads(conn.execute(sa.select(editions.c.draft).where(editions.c.id == edition_id)).scalar_one())
        rows = conn.execute(
            sa.select(variants.c.id, variants.c.story_ids).where(variants.c.edition_id == edition_id)
        ).all()
        for row in rows:
            held = [
                section['name'] for section in draft['sections']
                if any(item['entry_ids'] and item['story_id'] in row.story_ids for item in section['items'])
            ]
            conn.execute(sa.update(variants).where(variants.c.id == row.id).values(sections=held))
