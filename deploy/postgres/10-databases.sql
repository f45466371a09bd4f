-- A database and a role for each service: none can read another's. Runs once, when the server's volume is empty; passwords come from docker-compose.yml.
\set ON_ERROR_STOP on
\getenv mandates MANDATES_DATABASE_PASSWORD
\getenv cases CASES_DATABASE_PASSWORD
\getenv partners PARTNERS_DATABASE_PASSWORD
\getenv teams TEAMS_DATABASE_PASSWORD

CREATE ROLE mandates LOGIN PASSWORD :'mandates';
CREATE ROLE cases LOGIN PASSWORD :'cases';
CREATE ROLE partners LOGIN PASSWORD :'partners';
CREATE ROLE teams LOGIN PASSWORD :'teams';

CREATE DATABASE mandates OWNER mandates;
CREATE DATABASE cases OWNER cases;
CREATE DATABASE partners OWNER partners;
CREATE DATABASE teams OWNER teams;

REVOKE CONNECT, TEMPORARY ON DATABASE mandates, cases, partners, teams FROM PUBLIC;
