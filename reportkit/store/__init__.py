"""A store of many reports in one file of DuckDB, and Parquet. The only part that knows DuckDB."""

from reportkit.store.database import Held, Store, is_store, open_store
from reportkit.store.engine import engine
from reportkit.store.parquet import write_parquet

__all__ = ["Held", "Store", "engine", "is_store", "open_store", "write_parquet"]
