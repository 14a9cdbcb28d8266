"""The functions of libssl and libcrypto that the module _ssl calls.

Those that may read or write a connection's transport, ask for a password or call another Python function are blocking, and so are those that
take long or wait for a lock of OpenSSL's. Some are macros in OpenSSL's headers; here stands what those come to (SSL_ctrl and its kind, with the
command's number).
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.openssl import PACKAGES
from protopython.modules.support.system_library import SystemLibrary

SSL: Final[SystemLibrary] = SystemLibrary("ssl", "_ssl", ["libssl.so.3"], PACKAGES)


@c_function("OPENSSL_init_ssl", library="ssl", blocking=True)
def c_init_ssl(options: int, settings: Addr) -> i32: ...


@c_function("TLS_method", library="ssl")
def c_tls_method() -> Addr: ...


@c_function("TLS_client_method", library="ssl")
def c_tls_client_method() -> Addr: ...


@c_function("TLS_server_method", library="ssl")
def c_tls_server_method() -> Addr: ...


@c_function("TLSv1_method", library="ssl")
def c_tls1_method() -> Addr: ...


@c_function("TLSv1_1_method", library="ssl")
def c_tls1_1_method() -> Addr: ...


@c_function("TLSv1_2_method", library="ssl")
def c_tls1_2_method() -> Addr: ...


@c_function("SSL_CTX_new", library="ssl", blocking=True)
def c_ctx_new(method: Addr) -> Addr: ...


@c_function("SSL_CTX_free", library="ssl", blocking=True)
def c_ctx_free(ctx: Addr) -> None: ...


@c_function("SSL_CTX_ctrl", library="ssl")
def c_ctx_ctrl(ctx: Addr, command: i32, number: int, at: Addr) -> int: ...


@c_function("SSL_CTX_callback_ctrl", library="ssl")
def c_ctx_callback_ctrl(ctx: Addr, command: i32, callback: Addr) -> int: ...


@c_function("SSL_CTX_get_options", library="ssl")
def c_ctx_options(ctx: Addr) -> int: ...


@c_function("SSL_CTX_set_options", library="ssl")
def c_ctx_set_options(ctx: Addr, bits: int) -> int: ...


@c_function("SSL_CTX_clear_options", library="ssl")
def c_ctx_clear_options(ctx: Addr, bits: int) -> int: ...


@c_function("SSL_CTX_set_cipher_list", library="ssl")
def c_ctx_set_ciphers(ctx: Addr, names: Addr) -> i32: ...


@c_function("SSL_set_cipher_list", library="ssl")
def c_set_ciphers(ssl: Addr, names: Addr) -> i32: ...


@c_function("SSL_CTX_set_session_id_context", library="ssl")
def c_ctx_set_session_id(ctx: Addr, id: Addr, n: i32) -> i32: ...


@c_function("SSL_CTX_get0_param", library="ssl")
def c_ctx_param(ctx: Addr) -> Addr: ...


@c_function("SSL_CTX_set_post_handshake_auth", library="ssl")
def c_ctx_set_pha(ctx: Addr, on: i32) -> None: ...


@c_function("SSL_CTX_get_verify_mode", library="ssl")
def c_ctx_verify_mode(ctx: Addr) -> i32: ...


@c_function("SSL_CTX_set_verify", library="ssl")
def c_ctx_set_verify(ctx: Addr, mode: i32, callback: Addr) -> None: ...


@c_function("SSL_CTX_get_security_level", library="ssl")
def c_ctx_security_level(ctx: Addr) -> i32: ...


@c_function("SSL_CTX_get_num_tickets", library="ssl")
def c_ctx_tickets(ctx: Addr) -> int: ...


@c_function("SSL_CTX_set_num_tickets", library="ssl")
def c_ctx_set_tickets(ctx: Addr, n: int) -> i32: ...


@c_function("SSL_CTX_set_alpn_protos", library="ssl")
def c_ctx_set_alpn(ctx: Addr, names: Addr, n: i32) -> i32: ...


@c_function("SSL_CTX_set_alpn_select_cb", library="ssl")
def c_ctx_set_alpn_select(ctx: Addr, callback: Addr, argument: Addr) -> None: ...


@c_function("SSL_select_next_proto", library="ssl")
def c_select_protocol(out: Addr, out_n: Addr, server: Addr, server_n: i32, client: Addr, client_n: i32) -> i32: ...


@c_function("SSL_CTX_set_default_passwd_cb", library="ssl")
def c_ctx_set_password(ctx: Addr, callback: Addr) -> None: ...


@c_function("SSL_CTX_use_certificate_chain_file", library="ssl", blocking=True)
def c_ctx_use_chain(ctx: Addr, path: Addr) -> i32: ...


@c_function("SSL_CTX_use_PrivateKey_file", library="ssl", blocking=True)
def c_ctx_use_key(ctx: Addr, path: Addr, kind: i32) -> i32: ...


@c_function("SSL_CTX_check_private_key", library="ssl", blocking=True)
def c_ctx_check_key(ctx: Addr) -> i32: ...


@c_function("SSL_CTX_load_verify_locations", library="ssl", blocking=True)
def c_ctx_load_verify(ctx: Addr, file: Addr, folder: Addr) -> i32: ...


@c_function("SSL_CTX_set_default_verify_paths", library="ssl", blocking=True)
def c_ctx_default_paths(ctx: Addr) -> i32: ...


@c_function("SSL_CTX_get_cert_store", library="ssl")
def c_ctx_store(ctx: Addr) -> Addr: ...


@c_function("SSL_CTX_set_keylog_callback", library="ssl")
def c_ctx_set_keylog(ctx: Addr, callback: Addr) -> None: ...


@c_function("SSL_CTX_set_msg_callback", library="ssl")
def c_ctx_set_message(ctx: Addr, callback: Addr) -> None: ...


@c_function("SSL_CTX_set_psk_client_callback", library="ssl")
def c_ctx_set_psk_client(ctx: Addr, callback: Addr) -> None: ...


@c_function("SSL_CTX_set_psk_server_callback", library="ssl")
def c_ctx_set_psk_server(ctx: Addr, callback: Addr) -> None: ...


@c_function("SSL_CTX_use_psk_identity_hint", library="ssl")
def c_ctx_psk_hint(ctx: Addr, hint: Addr) -> i32: ...


@c_function("SSL_new", library="ssl", blocking=True)
def c_new(ctx: Addr) -> Addr: ...


@c_function("SSL_free", library="ssl", blocking=True)
def c_free(ssl: Addr) -> None: ...


@c_function("SSL_ctrl", library="ssl")
def c_ctrl(ssl: Addr, command: i32, number: int, at: Addr) -> int: ...


@c_function("SSL_set_bio", library="ssl", blocking=True)
def c_set_bio(ssl: Addr, source: Addr, sink: Addr) -> None: ...


@c_function("SSL_set_connect_state", library="ssl", blocking=True)
def c_set_client(ssl: Addr) -> None: ...


@c_function("SSL_set_accept_state", library="ssl", blocking=True)
def c_set_server(ssl: Addr) -> None: ...


@c_function("SSL_do_handshake", library="ssl", blocking=True)
def c_handshake(ssl: Addr) -> i32: ...


@c_function("SSL_read_ex", library="ssl", blocking=True)
def c_read(ssl: Addr, out: Addr, n: int, done: Addr) -> i32: ...


@c_function("SSL_write_ex", library="ssl", blocking=True)
def c_write(ssl: Addr, data: Addr, n: int, done: Addr) -> i32: ...


@c_function("SSL_shutdown", library="ssl", blocking=True)
def c_shutdown(ssl: Addr) -> i32: ...


@c_function("SSL_verify_client_post_handshake", library="ssl", blocking=True)
def c_post_handshake(ssl: Addr) -> i32: ...


@c_function("SSL_get_error", library="ssl")
def c_error(ssl: Addr, result: i32) -> i32: ...


@c_function("SSL_get_shutdown", library="ssl")
def c_shutdown_state(ssl: Addr) -> i32: ...


@c_function("SSL_set_read_ahead", library="ssl")
def c_set_read_ahead(ssl: Addr, on: i32) -> None: ...


@c_function("SSL_pending", library="ssl")
def c_pending(ssl: Addr) -> i32: ...


@c_function("SSL_is_init_finished", library="ssl")
def c_finished(ssl: Addr) -> i32: ...


@c_function("SSL_get_version", library="ssl")
def c_version(ssl: Addr) -> Addr: ...


@c_function("SSL_get_current_cipher", library="ssl")
def c_current_cipher(ssl: Addr) -> Addr: ...


@c_function("SSL_get_ciphers", library="ssl")
def c_ciphers(ssl: Addr) -> Addr: ...


@c_function("SSL_get_client_ciphers", library="ssl")
def c_client_ciphers(ssl: Addr) -> Addr: ...


@c_function("SSL_get_current_compression", library="ssl")
def c_current_compression(ssl: Addr) -> Addr: ...


@c_function("SSL_get0_alpn_selected", library="ssl")
def c_alpn_selected(ssl: Addr, at: Addr, n: Addr) -> None: ...


@c_function("SSL_get_servername", library="ssl")
def c_server_name(ssl: Addr, kind: i32) -> Addr: ...


@c_function("SSL_get1_peer_certificate", library="ssl")
def c_peer_certificate(ssl: Addr) -> Addr: ...


@c_function("SSL_get_peer_cert_chain", library="ssl")
def c_peer_chain(ssl: Addr) -> Addr: ...


@c_function("SSL_get0_verified_chain", library="ssl")
def c_verified_chain(ssl: Addr) -> Addr: ...


@c_function("SSL_get_verify_result", library="ssl")
def c_verify_result(ssl: Addr) -> int: ...


@c_function("SSL_get_verify_mode", library="ssl")
def c_verify_mode(ssl: Addr) -> i32: ...


@c_function("SSL_set_verify", library="ssl")
def c_set_verify(ssl: Addr, mode: i32, callback: Addr) -> None: ...


@c_function("SSL_get0_param", library="ssl")
def c_param(ssl: Addr) -> Addr: ...


@c_function("SSL_set_post_handshake_auth", library="ssl")
def c_set_pha(ssl: Addr, on: i32) -> None: ...


@c_function("SSL_get_finished", library="ssl")
def c_own_finish(ssl: Addr, out: Addr, n: int) -> int: ...


@c_function("SSL_get_peer_finished", library="ssl")
def c_peer_finish(ssl: Addr, out: Addr, n: int) -> int: ...


@c_function("SSL_session_reused", library="ssl")
def c_session_reused(ssl: Addr) -> i32: ...


@c_function("SSL_get_session", library="ssl")
def c_session(ssl: Addr) -> Addr: ...


@c_function("SSL_set_session", library="ssl", blocking=True)
def c_set_session(ssl: Addr, session: Addr) -> i32: ...


@c_function("SSL_set_SSL_CTX", library="ssl", blocking=True)
def c_set_ctx(ssl: Addr, ctx: Addr) -> Addr: ...


@c_function("SSL_set_msg_callback", library="ssl")
def c_set_message(ssl: Addr, callback: Addr) -> None: ...


@c_function("SSL_SESSION_dup", library="ssl")
def c_session_dup(session: Addr) -> Addr: ...


@c_function("SSL_SESSION_free", library="ssl")
def c_session_free(session: Addr) -> None: ...


@c_function("SSL_SESSION_get_id", library="ssl")
def c_session_id(session: Addr, n: Addr) -> Addr: ...


@c_function("SSL_SESSION_get_time", library="ssl")
def c_session_time(session: Addr) -> int: ...


@c_function("SSL_SESSION_get_timeout", library="ssl")
def c_session_timeout(session: Addr) -> int: ...


@c_function("SSL_SESSION_has_ticket", library="ssl")
def c_session_has_ticket(session: Addr) -> i32: ...


@c_function("SSL_SESSION_get_ticket_lifetime_hint", library="ssl")
def c_session_hint(session: Addr) -> int: ...


@c_function("SSL_CIPHER_get_name", library="ssl")
def c_cipher_name(cipher: Addr) -> Addr: ...


@c_function("SSL_CIPHER_get_version", library="ssl")
def c_cipher_version(cipher: Addr) -> Addr: ...


@c_function("SSL_CIPHER_get_id", library="ssl")
def c_cipher_id(cipher: Addr) -> i32: ...


@c_function("SSL_CIPHER_get_bits", library="ssl")
def c_cipher_bits(cipher: Addr, algorithm: Addr) -> i32: ...


@c_function("SSL_CIPHER_description", library="ssl")
def c_cipher_description(cipher: Addr, out: Addr, n: i32) -> Addr: ...


@c_function("SSL_CIPHER_is_aead", library="ssl")
def c_cipher_is_aead(cipher: Addr) -> i32: ...


@c_function("SSL_CIPHER_get_cipher_nid", library="ssl")
def c_cipher_symmetric(cipher: Addr) -> i32: ...


@c_function("SSL_CIPHER_get_digest_nid", library="ssl")
def c_cipher_digest(cipher: Addr) -> i32: ...


@c_function("SSL_CIPHER_get_kx_nid", library="ssl")
def c_cipher_key_exchange(cipher: Addr) -> i32: ...


@c_function("SSL_CIPHER_get_auth_nid", library="ssl")
def c_cipher_auth(cipher: Addr) -> i32: ...


@c_function("OSSL_default_cipher_list", library="ssl")
def c_default_ciphers() -> Addr: ...


@c_function("ERR_peek_error", library="crypto")
def c_first_error() -> int: ...


@c_function("OPENSSL_sk_num", library="crypto")
def c_stack_size(stack: Addr) -> i32: ...


@c_function("OPENSSL_sk_value", library="crypto")
def c_stack_item(stack: Addr, i: i32) -> Addr: ...


@c_function("COMP_get_type", library="crypto")
def c_compression_type(method: Addr) -> i32: ...


@c_function("BIO_new", library="crypto")
def c_bio_new(method: Addr) -> Addr: ...


@c_function("BIO_free", library="crypto")
def c_bio_free(bio: Addr) -> i32: ...


@c_function("BIO_s_mem", library="crypto")
def c_bio_memory() -> Addr: ...


@c_function("BIO_new_mem_buf", library="crypto")
def c_bio_of(data: Addr, n: i32) -> Addr: ...


@c_function("BIO_new_file", library="crypto", blocking=True)
def c_bio_open(path: Addr, mode: Addr) -> Addr: ...


@c_function("BIO_read", library="crypto")
def c_bio_read(bio: Addr, out: Addr, n: i32) -> i32: ...


@c_function("BIO_ctrl_pending", library="crypto")
def c_bio_pending(bio: Addr) -> int: ...


@c_function("BIO_meth_new", library="crypto")
def c_method_new(kind: i32, name: Addr) -> Addr: ...


@c_function("BIO_meth_set_read", library="crypto")
def c_method_set_read(method: Addr, f: Addr) -> i32: ...


@c_function("BIO_meth_set_write", library="crypto")
def c_method_set_write(method: Addr, f: Addr) -> i32: ...


@c_function("BIO_meth_set_ctrl", library="crypto")
def c_method_set_ctrl(method: Addr, f: Addr) -> i32: ...


@c_function("BIO_set_init", library="crypto")
def c_bio_set_init(bio: Addr, on: i32) -> None: ...


@c_function("BIO_set_flags", library="crypto")
def c_bio_set_flags(bio: Addr, flags: i32) -> None: ...


@c_function("BIO_clear_flags", library="crypto")
def c_bio_clear_flags(bio: Addr, flags: i32) -> None: ...


@c_function("BIO_test_flags", library="crypto")
def c_bio_test_flags(bio: Addr, flags: i32) -> i32: ...


@c_function("X509_up_ref", library="crypto")
def c_certificate_hold(certificate: Addr) -> i32: ...


@c_function("X509_free", library="crypto")
def c_certificate_free(certificate: Addr) -> None: ...


@c_function("X509_cmp", library="crypto")
def c_certificate_compare(a: Addr, b: Addr) -> i32: ...


@c_function("X509_subject_name_hash", library="crypto")
def c_certificate_hash(certificate: Addr) -> int: ...


@c_function("X509_get_subject_name", library="crypto")
def c_subject(certificate: Addr) -> Addr: ...


@c_function("X509_get_issuer_name", library="crypto")
def c_issuer(certificate: Addr) -> Addr: ...


@c_function("X509_get_version", library="crypto")
def c_certificate_version(certificate: Addr) -> int: ...


@c_function("X509_get_serialNumber", library="crypto")
def c_serial_number(certificate: Addr) -> Addr: ...


@c_function("X509_get0_notBefore", library="crypto")
def c_not_before(certificate: Addr) -> Addr: ...


@c_function("X509_get0_notAfter", library="crypto")
def c_not_after(certificate: Addr) -> Addr: ...


@c_function("X509_get_ext_d2i", library="crypto")
def c_extension(certificate: Addr, nid: i32, critical: Addr, index: Addr) -> Addr: ...


@c_function("X509_check_ca", library="crypto")
def c_is_authority(certificate: Addr) -> i32: ...


@c_function("X509_NAME_entry_count", library="crypto")
def c_name_size(name: Addr) -> i32: ...


@c_function("X509_NAME_get_entry", library="crypto")
def c_name_entry(name: Addr, i: i32) -> Addr: ...


@c_function("X509_NAME_ENTRY_set", library="crypto")
def c_entry_set(entry: Addr) -> i32: ...


@c_function("X509_NAME_ENTRY_get_object", library="crypto")
def c_entry_object(entry: Addr) -> Addr: ...


@c_function("X509_NAME_ENTRY_get_data", library="crypto")
def c_entry_data(entry: Addr) -> Addr: ...


@c_function("X509_NAME_print_ex", library="crypto")
def c_print_name(bio: Addr, name: Addr, indent: i32, flags: int) -> i32: ...


@c_function("ASN1_STRING_to_UTF8", library="crypto")
def c_string_utf8(out: Addr, text: Addr) -> i32: ...


@c_function("ASN1_STRING_get0_data", library="crypto")
def c_string_data(text: Addr) -> Addr: ...


@c_function("ASN1_STRING_length", library="crypto")
def c_string_length(text: Addr) -> i32: ...


@c_function("ASN1_OCTET_STRING_free", library="crypto")
def c_octets_free(text: Addr) -> None: ...


@c_function("ASN1_TIME_print", library="crypto")
def c_print_time(bio: Addr, time: Addr) -> i32: ...


@c_function("i2a_ASN1_INTEGER", library="crypto")
def c_print_integer(bio: Addr, number: Addr) -> i32: ...


@c_function("a2i_IPADDRESS", library="crypto")
def c_ip_address(text: Addr) -> Addr: ...


@c_function("i2d_X509", library="crypto")
def c_certificate_der(certificate: Addr, out: Addr) -> i32: ...


@c_function("d2i_X509_bio", library="crypto")
def c_read_der(bio: Addr, out: Addr) -> Addr: ...


@c_function("PEM_read_bio_X509", library="crypto", blocking=True)
def c_read_pem(bio: Addr, out: Addr, password: Addr, argument: Addr) -> Addr: ...


@c_function("PEM_write_bio_X509", library="crypto")
def c_write_pem(bio: Addr, certificate: Addr) -> i32: ...


@c_function("PEM_read_bio_DHparams", library="crypto", blocking=True)
def c_read_dh(bio: Addr, out: Addr, password: Addr, argument: Addr) -> Addr: ...


@c_function("DH_free", library="crypto")
def c_dh_free(dh: Addr) -> None: ...


@c_function("GENERAL_NAME_print", library="crypto")
def c_print_general_name(bio: Addr, name: Addr) -> i32: ...


@c_function("GENERAL_NAMES_free", library="crypto")
def c_general_names_free(names: Addr) -> None: ...


@c_function("AUTHORITY_INFO_ACCESS_free", library="crypto")
def c_access_free(list: Addr) -> None: ...


@c_function("CRL_DIST_POINTS_free", library="crypto")
def c_points_free(list: Addr) -> None: ...


@c_function("CRYPTO_free", library="crypto")
def c_crypto_free(at: Addr, file: Addr, line: i32) -> None: ...


@c_function("X509_verify_cert_error_string", library="crypto")
def c_verify_text(code: int) -> Addr: ...


@c_function("X509_VERIFY_PARAM_get_flags", library="crypto")
def c_param_flags(param: Addr) -> int: ...


@c_function("X509_VERIFY_PARAM_set_flags", library="crypto")
def c_param_set_flags(param: Addr, flags: int) -> i32: ...


@c_function("X509_VERIFY_PARAM_clear_flags", library="crypto")
def c_param_clear_flags(param: Addr, flags: int) -> i32: ...


@c_function("X509_VERIFY_PARAM_set_hostflags", library="crypto")
def c_param_set_hostflags(param: Addr, flags: i32) -> None: ...


@c_function("X509_VERIFY_PARAM_set1_host", library="crypto")
def c_param_set_host(param: Addr, name: Addr, n: int) -> i32: ...


@c_function("X509_VERIFY_PARAM_set1_ip", library="crypto")
def c_param_set_ip(param: Addr, ip: Addr, n: int) -> i32: ...


@c_function("X509_STORE_add_cert", library="crypto", blocking=True)
def c_store_add(store: Addr, certificate: Addr) -> i32: ...


@c_function("X509_STORE_lock", library="crypto", blocking=True)
def c_store_lock(store: Addr) -> i32: ...


@c_function("X509_STORE_unlock", library="crypto")
def c_store_unlock(store: Addr) -> i32: ...


@c_function("X509_STORE_get0_objects", library="crypto")
def c_store_objects(store: Addr) -> Addr: ...


@c_function("X509_OBJECT_get_type", library="crypto")
def c_object_type(object: Addr) -> i32: ...


@c_function("X509_OBJECT_get0_X509", library="crypto")
def c_object_certificate(object: Addr) -> Addr: ...


@c_function("X509_get_default_cert_file_env", library="crypto")
def c_cert_file_env() -> Addr: ...


@c_function("X509_get_default_cert_file", library="crypto")
def c_cert_file() -> Addr: ...


@c_function("X509_get_default_cert_dir_env", library="crypto")
def c_cert_dir_env() -> Addr: ...


@c_function("X509_get_default_cert_dir", library="crypto")
def c_cert_dir() -> Addr: ...


@c_function("OBJ_obj2txt", library="crypto")
def c_object_text(out: Addr, n: i32, object: Addr, numbers: i32) -> i32: ...


@c_function("OBJ_txt2obj", library="crypto")
def c_object_of(text: Addr, numbers: i32) -> Addr: ...


@c_function("OBJ_obj2nid", library="crypto")
def c_object_nid(object: Addr) -> i32: ...


@c_function("OBJ_nid2obj", library="crypto")
def c_nid_object(nid: i32) -> Addr: ...


@c_function("OBJ_sn2nid", library="crypto")
def c_short_name_nid(name: Addr) -> i32: ...


@c_function("ASN1_OBJECT_free", library="crypto")
def c_object_free(object: Addr) -> None: ...


@c_function("RAND_add", library="crypto", blocking=True)
def c_rand_add(data: Addr, n: i32, entropy: float) -> None: ...


@c_function("RAND_bytes", library="crypto", blocking=True)
def c_rand_bytes(out: Addr, n: i32) -> i32: ...


@c_function("RAND_status", library="crypto", blocking=True)
def c_rand_status() -> i32: ...


@c_function("OpenSSL_version", library="crypto")
def c_openssl_version(which: i32) -> Addr: ...


@c_function("OpenSSL_version_num", library="crypto")
def c_openssl_version_number() -> int: ...


@c_function("X509_STORE_CTX_get_current_cert", library="crypto")
def c_verified_certificate(verification: Addr) -> Addr: ...


@c_function("X509_STORE_CTX_set_error", library="crypto")
def c_set_verify_error(verification: Addr, number: i32) -> None: ...


@c_function("X509_get_X509_PUBKEY", library="crypto")
def c_public_key(certificate: Addr) -> Addr: ...


@c_function("i2d_X509_PUBKEY", library="crypto")
def c_public_key_der(key: Addr, out: Addr) -> i32: ...


@c_function("SHA256", library="crypto")
def c_sha256(data: Addr, n: int, out: Addr) -> Addr: ...
