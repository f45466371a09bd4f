-- For each service a database and three roles: the owner of its tables (regie migrate and rebuild), the service itself, and a reader
-- (regie doctor). None can read another's database. `regie migrate` grants what the service and the reader may do.
-- Runs once, when the server's volume is empty; passwords come from docker-compose.yml.
\set ON_ERROR_STOP on
\getenv mandates MANDATES_DATABASE_PASSWORD
\getenv cases CASES_DATABASE_PASSWORD
\getenv partners PARTNERS_DATABASE_PASSWORD
\getenv teams TEAMS_DATABASE_PASSWORD
\getenv owner OWNER_DATABASE_PASSWORD
\getenv reader READER_DATABASE_PASSWORD

CREATE ROLE mandates_owner LOGIN PASSWORD :'owner';
CREATE ROLE mandates LOGIN PASSWORD :'mandates';
CREATE ROLE mandates_reader LOGIN PASSWORD :'reader';
CREATE DATABASE mandates OWNER mandates_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE mandates FROM PUBLIC;

CREATE ROLE cases_owner LOGIN PASSWORD :'owner';
CREATE ROLE cases LOGIN PASSWORD :'cases';
CREATE ROLE cases_reader LOGIN PASSWORD :'reader';
CREATE DATABASE cases OWNER cases_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE cases FROM PUBLIC;

CREATE ROLE partners_owner LOGIN PASSWORD :'owner';
CREATE ROLE partners LOGIN PASSWORD :'partners';
CREATE ROLE partners_reader LOGIN PASSWORD :'reader';
CREATE DATABASE partners OWNER partners_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE partners FROM PUBLIC;

CREATE ROLE teams_owner LOGIN PASSWORD :'owner';
CREATE ROLE teams LOGIN PASSWORD :'teams';
CREATE ROLE teams_reader LOGIN PASSWORD :'reader';
CREATE DATABASE teams OWNER teams_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE teams FROM PUBLIC;
