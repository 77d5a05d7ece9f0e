from . import (
    bank_account,
    capitals,
    identity_number,
    local_time,
    masking,
    pinyin,
    text,
    transition,
    uscc,
    working_days,
)
