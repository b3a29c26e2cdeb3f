"""Prints the code of the department that holds the most open parts."""

import os
import sys

from sqlalchemy import func, select

from app import create_app
from config import Settings
from models.assignment import Assignment
from models.base import db
from models.department import Department
from models.vocabulary import OPEN_ASSIGNMENTS

if __name__ == "__main__":
    with create_app(Settings.from_environment(os.environ)).app_context():
        busiest = (
            select(Department.code)
            .join(Assignment, Assignment.department_id == Department.id)
            .where(Assignment.state.in_(OPEN_ASSIGNMENTS))
            .group_by(Department.code)
            .order_by(func.count().desc())
            .limit(1)
        )
        sys.stdout.write(db.session.scalar(busiest) or "")
