-- A copy of a database must not write to villagers.
UPDATE res_company SET sms_gateway = 'log';
UPDATE bianmin_sms_account SET secret = NULL;
