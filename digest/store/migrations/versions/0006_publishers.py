"""publishers of single entries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('entries', sa.Column('publisher', sa.String(length=200), nullable=True))
