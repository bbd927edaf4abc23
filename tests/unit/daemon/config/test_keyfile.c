/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define Z85 "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define HEX "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static int read_z85(const char *text, mode_t mode, bool secret, char key[41],
                    struct staith_err *err)
{
    struct config_file file;
    config_write(&file, text, strlen(text));
    assert_int_equal(chmod(file.path, mode), 0);
    int rc = staith_config_read_key_z85(file.path, secret, key, err);
    config_remove(&file);
    return rc;
}

static int read_hex(const char *text, mode_t mode, bool secret, uint8_t key[32],
                    struct staith_err *err)
{
    struct config_file file;
    config_write(&file, text, strlen(text));
    assert_int_equal(chmod(file.path, mode), 0);
    int rc = staith_config_read_key_hex(file.path, secret, key, 32, err);
    config_remove(&file);
    return rc;
}

static void z85(void **state)
{
    (void)state;
    struct staith_err err = {0};
    char key[41] = "untouched";
    assert_int_equal(read_z85(Z85 "\n", 0600, true, key, &err), 0);
    assert_string_equal(key, Z85);
    assert_int_equal(read_z85(Z85, 0400, true, key, &err), 0);
    assert_int_equal(read_z85(Z85 "\r\n", 0644, false, key, &err), 0);
    assert_int_equal(read_z85(Z85 "x", 0600, true, key, &err), STAITH_ERR_CONFIG);
    assert_int_equal(read_z85("", 0600, true, key, &err), STAITH_ERR_CONFIG);
    assert_int_equal(read_z85("two\nlines\n", 0600, true, key, &err), STAITH_ERR_CONFIG);
    assert_string_equal(key, Z85);
    /* no part of what a key file holds is repeated in a message */
    assert_int_equal(read_z85("secretsecret", 0600, true, key, &err), STAITH_ERR_CONFIG);
    assert_null(strstr(err.what, "secretsecret"));
    assert_null(strstr(err.remedy, "secretsecret"));
}

static void hex(void **state)
{
    (void)state;
    struct staith_err err = {0};
    uint8_t key[32] = {0};
    assert_int_equal(read_hex(HEX "\n", 0600, true, key, &err), 0);
    assert_int_equal(key[0], 0xd7);
    assert_int_equal(key[31], 0x1a);
    assert_int_equal(read_hex("d75a", 0600, true, key, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "the file does not hold 64 hex digits");
    assert_int_equal(read_hex(HEX "00", 0600, true, key, &err), STAITH_ERR_CONFIG);
}

/* A secret that others may read is refused; a public key may be read by all. */
static void modes(void **state)
{
    (void)state;
    struct staith_err err = {0};
    char key[41];
    static const mode_t open_modes[] = {0640, 0604, 0620, 0602, 0644};
    for (size_t i = 0; i < sizeof(open_modes) / sizeof(open_modes[0]); i++) {
        assert_int_equal(read_z85(Z85, open_modes[i], true, key, &err), STAITH_ERR_DENIED);
        assert_int_equal(read_z85(Z85, open_modes[i], false, key, &err), 0);
    }
    assert_int_equal(staith_config_read_key_z85("/tmp", true, key, &err), STAITH_ERR_IO);
    assert_int_equal(staith_config_read_key_z85("/tmp/no/key", true, key, &err),
                     STAITH_ERR_NOTFOUND);
    assert_string_equal(err.where, "/tmp/no/key");
}

static void write_beside(const struct config_file *file, const char *name, const char *text)
{
    char path[128];
    FILE *out = fopen(config_in(file, name, path, sizeof(path)), "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

/* RFC 8032, section 7.1, test 1: seed and public key. */
static void halves_of_a_signing_key(void **state)
{
    (void)state;
    static const char seed[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    struct config_file file;
    struct staith_err err = {0};
    uint8_t key[64];
    char text[129];
    (void)snprintf(text, sizeof(text), "%s%s", seed, HEX);
    config_write(&file, text, strlen(text));
    assert_int_equal(chmod(file.path, 0600), 0);
    assert_int_equal(staith_config_read_key_hex(file.path, true, key, sizeof(key), &err), 0);
    assert_int_equal(key[0], 0x9d);
    for (size_t at = 0; at < 128; at += 127) {
        text[at] = text[at] == '9' ? '8' : '9'; /* one bit; a digit still */
        write_beside(&file, "c.yaml", text);
        assert_int_equal(staith_config_read_key_hex(file.path, true, key, sizeof(key), &err),
                         STAITH_ERR_VERIFY);
        assert_string_equal(err.where, file.path);
        (void)snprintf(text, sizeof(text), "%s%s", seed, HEX);
    }
    config_remove(&file);
}

/* The pair that ZeroMQ's own tests use for their server. */
static void public_key_beside(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_err err = {0};
    char path[128];
    char beside[128];
    char key[41];
    config_write(&file, "", 0);
    (void)config_in(&file, "t.key", path, sizeof(path));
    (void)config_in(&file, "t.pub", beside, sizeof(beside));
    write_beside(&file, "t.key", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");
    assert_int_equal(staith_config_read_key_z85(path, true, key, &err), 0);
    write_beside(&file, "t.pub", Z85 "\n");
    assert_int_equal(staith_config_read_key_z85(path, true, key, &err), 0);
    write_beside(&file, "t.key", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4c!Ni{Lh6");
    assert_int_equal(staith_config_read_key_z85(path, true, key, &err), STAITH_ERR_VERIFY);
    assert_string_equal(err.where, path);
    assert_int_equal(unlink(beside), 0);
    assert_int_equal(staith_config_read_key_z85(path, true, key, &err), 0);
    assert_int_equal(unlink(path), 0);
    config_remove(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(z85),
        cmocka_unit_test(hex),
        cmocka_unit_test(modes),
        cmocka_unit_test(halves_of_a_signing_key),
        cmocka_unit_test(public_key_beside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
