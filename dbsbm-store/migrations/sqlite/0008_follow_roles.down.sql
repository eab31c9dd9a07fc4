DROP TABLE capper_roles;
