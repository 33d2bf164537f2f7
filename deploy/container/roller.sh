# What the PostgreSQL image does once, in an empty volume: the two roles and the database. It reads this in its own shell.
psql -v ON_ERROR_STOP=1 -U postgres -v eier_passord="$EIER_PASSORD" -v app_passord="$APP_PASSORD" -f /roller.sql
