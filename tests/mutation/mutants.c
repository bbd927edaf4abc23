/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mutants FILE            every mutant of a C source: "NUMBER LINE COLUMN OLD NEW", one a line
 * mutants FILE NUMBER     the source with that mutant made, on standard output
 *
 * A mutant changes one token: an operator for another, or a whole number for the next one. The
 * source is cut into tokens; strings, characters, comments and lines of the preprocessor stay as
 * they are, and so do operators that are none there: the & and * of pointers, the - of a sign.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, TOKEN_BYTES = 64 };

struct swap {
    const char *from;
    const char *to;
};

/* Each operator for one beside it: off by one, the opposite, the other of a pair. */
static const struct swap swaps[] = {
    {"<", "<="},  {"<=", "<"},  {">", ">="},  {">=", ">"},  {"==", "!="}, {"!=", "=="},
    {"&&", "||"}, {"||", "&&"}, {"+", "-"},   {"-", "+"},   {"*", "+"},   {"/", "*"},
    {"%", "*"},   {"+=", "-="}, {"-=", "+="}, {"++", "--"}, {"--", "++"}, {"|=", "&="},
    {"&=", "|="}, {"<<", ">>"}, {">>", "<<"}, {"|", "&"},   {"&", "|"},   {"!", ""},
};
/* What is read as one token; longest first. */
static const char *const operators[] = {
    "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=",
    "&&",  "||",  "+=",  "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<",  ">",
    "+",   "-",   "*",   "/",  "%",  "&",  "|",  "^",  "!",  "~",  "=",  "?",
    ":",   ";",   ",",   ".",  "(",  ")",  "[",  "]",  "{",  "}",  "#"};

struct reader {
    char *text;
    size_t length;
    size_t at;
    unsigned line;
    unsigned column;
    char before[TOKEN_BYTES]; /* the token before this one */
    unsigned count;           /* mutants so far */
    long wanted;              /* 0: list them */
};

static bool read_file(struct reader *r, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    r->text = calloc(1, MOST_BYTES + 1);
    r->length = r->text == NULL ? 0 : fread(r->text, 1, MOST_BYTES, file);
    bool whole = r->length > 0 && r->length < MOST_BYTES && ferror(file) == 0;
    return fclose(file) == 0 && whole;
}

static void step(struct reader *r, size_t bytes)
{
    for (; bytes > 0 && r->at < r->length; bytes--) {
        r->column++;
        if (r->text[r->at++] == '\n') {
            r->line++;
            r->column = 1;
        }
    }
}

static bool starts(const struct reader *r, const char *what)
{
    return strncmp(r->text + r->at, what, strlen(what)) == 0;
}

static void skip_to(struct reader *r, const char *end)
{
    while (r->at < r->length && !starts(r, end)) {
        step(r, starts(r, "\\") ? 2 : 1);
    }
    step(r, strlen(end));
}

/* White space, comments, lines of the preprocessor, strings and characters. */
static bool skip_other(struct reader *r)
{
    char c = r->text[r->at];
    bool first = r->at == 0 || r->text[r->at - 1] == '\n';
    if (isspace((unsigned char)c)) {
        step(r, 1);
    } else if (first && c == '#') {
        skip_to(r, "\n");
    } else if (starts(r, "/*")) {
        skip_to(r, "*/");
    } else if (c == '"' || c == '\'') {
        const char end[2] = {c, '\0'};
        step(r, 1);
        skip_to(r, end);
        memcpy(r->before, "0", 2);
    } else {
        return false;
    }
    return true;
}

/* Whether an operator here has something on its left: a name, a number, a closing bracket. */
static bool has_left(const struct reader *r)
{
    static const char *const words[] = {"return", "case", "else", "sizeof", "do"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(r->before, words[i]) == 0) {
            return false;
        }
    }
    char last = r->before[0] == '\0' ? ' ' : r->before[strlen(r->before) - 1];
    return isalnum((unsigned char)last) || last == '_' || last == ')' || last == ']';
}

/* A * after a type is a pointer: "struct x *", "uint32_t *", "char *", ") *p" of a cast is not met
 * in this code. A type ends in _t, or follows struct, const, char, void, int, double, bool. */
static bool after_type(const struct reader *r)
{
    static const char *const types[] = {"const", "char", "void", "int", "double", "bool", "FILE"};
    size_t length = strlen(r->before);
    if (length > 2 && strcmp(r->before + length - 2, "_t") == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(r->before, types[i]) == 0) {
            return true;
        }
    }
    /* struct NAME *: look at the word before the last. */
    size_t at = r->at;
    while (at > 0 && isspace((unsigned char)r->text[at - 1])) {
        at--;
    }
    while (at > 0 && (isalnum((unsigned char)r->text[at - 1]) || r->text[at - 1] == '_')) {
        at--;
    }
    while (at > 0 && isspace((unsigned char)r->text[at - 1])) {
        at--;
    }
    return (at >= 6 && strncmp(r->text + at - 6, "struct", 6) == 0) ||
           (at >= 4 && strncmp(r->text + at - 4, "enum", 4) == 0);
}

/* Either tell of a mutant or, if it is the wanted one, write the source with it and end. */
static void mutant(struct reader *r, size_t length, const char *to)
{
    r->count++;
    if (r->wanted == 0) {
        printf("%u %u %u %.*s %s\n", r->count, r->line, r->column, (int)length, r->text + r->at,
               to[0] == '\0' ? "nothing" : to);
    } else if ((long)r->count == r->wanted) {
        (void)fwrite(r->text, 1, r->at, stdout);
        (void)fputs(to, stdout);
        (void)fwrite(r->text + r->at + length, 1, r->length - r->at - length, stdout);
        exit(fflush(stdout) == 0 ? 0 : 1);
    }
}

static void number(struct reader *r)
{
    char to[TOKEN_BYTES];
    size_t length = 0;
    bool whole = true;
    while (isalnum((unsigned char)r->text[r->at + length]) || r->text[r->at + length] == '.') {
        char c = r->text[r->at + length];
        whole = whole && isdigit((unsigned char)c);
        length++;
        /* 1e-6 is one number. */
        if (!whole && (c == 'e' || c == 'E') && r->text[r->at + length] == '-') {
            length++;
        }
    }
    if (whole && length < 10) {
        (void)snprintf(to, sizeof(to), "%ld", strtol(r->text + r->at, NULL, 10) + 1);
        mutant(r, length, to);
    }
    memcpy(r->before, "0", 2);
    step(r, length);
}

static void word(struct reader *r)
{
    static const struct swap names[] = {{"true", "false"}, {"false", "true"}};
    size_t length = 0;
    while (isalnum((unsigned char)r->text[r->at + length]) || r->text[r->at + length] == '_') {
        length++;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (length == strlen(names[i].from) && starts(r, names[i].from)) {
            mutant(r, length, names[i].to);
        }
    }
    (void)snprintf(r->before, sizeof(r->before), "%.*s", (int)(length < 60 ? length : 60),
                   r->text + r->at);
    step(r, length);
}

static void operator(struct reader *r)
{
    size_t count = sizeof(operators) / sizeof(operators[0]);
    size_t i = 0;
    while (i < count && !starts(r, operators[i])) {
        i++;
    }
    if (i == count) {
        step(r, 1);
        return;
    }
    const char *token = operators[i];
    bool pair = strcmp(token, "*") == 0 || strcmp(token, "&") == 0 || strcmp(token, "-") == 0 ||
                strcmp(token, "+") == 0;
    bool mutable = !pair || (has_left(r) && !(token[0] == '*' && after_type(r)));
    for (size_t s = 0; mutable && s < sizeof(swaps) / sizeof(swaps[0]); s++) {
        if (strcmp(token, swaps[s].from) == 0) {
            mutant(r, strlen(token), swaps[s].to);
        }
    }
    (void)snprintf(r->before, sizeof(r->before), "%s", token);
    step(r, strlen(token));
}

int main(int argc, char **argv)
{
    struct reader r = {.line = 1, .column = 1};
    if (argc < 2 || argc > 3 || !read_file(&r, argv[1])) {
        (void)fprintf(stderr, "mutants FILE [NUMBER]: every mutant of a C source, or one\n");
        return 2;
    }
    r.wanted = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    while (r.at < r.length) {
        if (skip_other(&r)) {
            continue;
        }
        if (isdigit((unsigned char)r.text[r.at])) {
            number(&r);
        } else if (isalpha((unsigned char)r.text[r.at]) || r.text[r.at] == '_') {
            word(&r);
        } else {
            operator(&r);
        }
    }
    free(r.text);
    return r.wanted == 0 ? 0 : 1;
}
