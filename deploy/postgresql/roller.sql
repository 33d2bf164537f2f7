-- Roles and database: psql -v eier_passord=… -v app_passord=… -f roller.sql, as postgres. Then `migrer --app-rolle mottak_app`.
CREATE ROLE mottak_eier LOGIN PASSWORD :'eier_passord';
CREATE ROLE mottak_app LOGIN PASSWORD :'app_passord' CONNECTION LIMIT 100;
CREATE DATABASE mottak OWNER mottak_eier ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE mottak FROM PUBLIC;
GRANT CONNECT ON DATABASE mottak TO mottak_app;
